// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.emit.LoopCases.Case;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LiteralFoldingTests {
  private static final int POINTS = 40;

  /** Whatever a body computes of literals alone is the value that it has for them as inputs. */
  @ParameterizedTest
  @MethodSource("dev.adjoint.exec.emit.LoopCases#all")
  void literalsGiveTheBitsOfInputs(Case c) {
    ScalarProgram steps = ScalarProgram.of(c.scalar());
    List<Buffer> values = new ArrayList<>();
    ScalarProgramBuilder whole = new ScalarProgramBuilder();
    List<Integer> inputs = new ArrayList<>();
    for (DType dtype : c.inputs()) {
      values.add(LoopCases.values(dtype, values.size()).buffer());
      inputs.add(whole.input(dtype));
    }
    ScalarProgram body = Lowering.lower(whole.build(List.of(whole.append(steps, inputs))));
    ScalarBlockProgram program = ScalarBlockProgram.of(body);
    Registers registers = program.newRegisters();
    for (int point = 0; point < POINTS; point++) {
      ScalarProgramBuilder builder = new ScalarProgramBuilder();
      List<Integer> literals = new ArrayList<>();
      for (int k = 0; k < values.size(); k++) {
        Buffer value = Buffer.wrap(c.inputs().get(k), values.get(k).array(), point, 1);
        if (program.input(k) >= 0) {
          registers.load(program.input(k), value);
        }
        literals.add(literal(builder, value));
      }
      program.run(registers);
      ScalarProgram folded =
          Lowering.lower(builder.build(List.of(builder.append(steps, literals))));
      assertThat(value(folded))
          .as("%s at %s: %s", c, point, folded)
          .isEqualTo(value(registers, program, body.resultType(0)));
    }
  }

  private static int literal(ScalarProgramBuilder builder, Buffer value) {
    DType dtype = value.dtype();
    return builder.literal(
        dtype,
        dtype.isFloating() ? Double.doubleToRawLongBits(value.getDouble(0)) : value.getLong(0));
  }

  /** Returns the value of a body without inputs. */
  private static Tensor value(ScalarProgram body) {
    DType dtype = body.resultType(0);
    Step result = body.steps().get(body.results().get(0));
    if (result.instruction() == Instruction.CONSTANT) {
      return dtype.isFloating()
          ? Tensor.full(dtype, Shape.SCALAR, result.floating())
          : Tensor.scalar(result.payload()).cast(dtype);
    }
    ScalarBlockProgram program = ScalarBlockProgram.of(body);
    Registers registers = program.newRegisters();
    program.run(registers);
    return value(registers, program, dtype);
  }

  private static Tensor value(Registers registers, ScalarBlockProgram program, DType dtype) {
    Buffer value = Buffer.allocate(dtype, 1);
    registers.store(program.result(0), value);
    return Tensor.over(Shape.SCALAR, value);
  }

  private static ScalarProgram lowered(UnaryOperator<Scalar> function) {
    return Lowering.lower(ScalarProgram.of(function.apply(Scalar.argument(0, DType.F32))));
  }

  @Test
  void noStepReadsLiteralsAlone() {
    ScalarProgram body = lowered(x -> x.pow(x.like(1.0 / 3)));
    assertThat(body.steps())
        .filteredOn(step -> step.instruction().arity() > 0)
        .hasSizeBetween(80, 130)
        .allSatisfy(step ->
            assertThat(step.operands())
                .anySatisfy(k ->
                    assertThat(body.steps().get(k).instruction())
                        .isNotEqualTo(Instruction.CONSTANT)));
  }

  @Test
  void whatGivesNaNAndWhatAddsZeroStays() {
    assertThat(lowered(x -> x.like(0).div(x.like(0))).steps())
        .extracting(Step::instruction)
        .contains(Instruction.DIV);
    assertThat(lowered(x -> x.add(x.like(0))).steps())
        .extracting(Step::instruction)
        .contains(Instruction.ADD);
  }
}
