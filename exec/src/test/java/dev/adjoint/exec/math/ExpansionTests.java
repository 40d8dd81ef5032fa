// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ExpansionTests {
  private static final EnumSet<Instruction> PRIMITIVE =
      EnumSet.of(
          Instruction.ARGUMENT,
          Instruction.CONSTANT,
          Instruction.ADD,
          Instruction.SUB,
          Instruction.MUL,
          Instruction.DIV,
          Instruction.FMA,
          Instruction.NEG,
          Instruction.ABS,
          Instruction.LESS,
          Instruction.LESS_EQUAL,
          Instruction.EQUAL,
          Instruction.AND,
          Instruction.OR,
          Instruction.XOR,
          Instruction.NOT,
          Instruction.SHIFT_LEFT,
          Instruction.SHIFT_RIGHT_UNSIGNED,
          Instruction.SELECT,
          Instruction.BITCAST);

  private final Scalar x = Scalar.argument(0, DType.F32);

  @Test
  void aProgramWithoutFunctionsIsGivenBack() {
    ScalarProgram program = ScalarProgram.of(x.mul(x).sqrt());
    assertThat(Expansion.of(program)).isSameAs(program);
  }

  @Test
  void everyFunctionBecomesPrimitiveInstructions() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      Scalar a = Scalar.argument(0, dtype);
      Scalar all = a.exp().add(a.expm1()).add(a.log()).add(a.log1p()).add(a.sin()).add(a.cos());
      all = all.add(a.tanh()).add(a.erf()).add(a.pow(Scalar.argument(1, dtype)));
      assertThat(Expansion.of(ScalarProgram.of(all)).steps())
          .extracting(ScalarProgram.Step::instruction)
          .isSubsetOf(PRIMITIVE);
    }
  }

  @Test
  void whatStandsAroundAFunctionStays() {
    Scalar y = Scalar.argument(1, DType.F32);
    Scalar body = y.floor().add(x.sub(y).exp().sqrt());
    ScalarProgram expanded = Expansion.of(ScalarProgram.of(body));
    assertThat(expanded.steps())
        .extracting(ScalarProgram.Step::instruction)
        .contains(Instruction.FLOOR, Instruction.SQRT)
        .doesNotContain(Instruction.EXP);
    assertThat(expanded.result().instruction()).isEqualTo(Instruction.ADD);
  }

  @Test
  void functionsOfFunctionsReadWhatTheInnerOneGives() {
    Sweep both = Sweep.of(DType.F64, a -> a.mul(2).exp().log1p());
    Sweep inner = Sweep.of(DType.F64, Scalar::exp);
    Sweep outer = Sweep.of(DType.F64, Scalar::log1p);
    for (double a = -5; a < 5; a += 0.37) {
      assertThat(both.one(a)).isEqualTo(outer.one(inner.one(2 * a)));
    }
  }

  @Test
  void argumentsOfAPowerKeepTheirOrder() {
    Scalar y = Scalar.argument(1, DType.F64);
    Scalar base = Scalar.argument(0, DType.F64);
    ScalarProgram program = Expansion.of(ScalarProgram.of(y.pow(base)));
    ScalarProgram other = Expansion.of(ScalarProgram.of(base.pow(y)));
    assertThat(program).isNotEqualTo(other);
    assertThat(Sweep.ofPower(DType.F64).one(2.0, 3.0)).isEqualTo(8);
  }

  @Test
  void functionsOfTheSameArgumentShareTheirSteps() {
    int sine = Expansion.of(ScalarProgram.of(x.sin())).steps().size();
    int cosine = Expansion.of(ScalarProgram.of(x.cos())).steps().size();
    int both = Expansion.of(ScalarProgram.of(x.sin().mul(x.cos()))).steps().size();
    assertThat(both).isLessThan((sine + cosine) * 3 / 4);
  }

  @Test
  void expansionsAreNotLongerThanStated() {
    assertThat(Sweep.of(DType.F32, Scalar::exp).cost()).isLessThanOrEqualTo(20);
    assertThat(Sweep.ofDecay(DType.F32).cost()).isLessThanOrEqualTo(15);
    // Half of it serves the derivative, too.
    assertThat(Sweep.of(DType.F32, Scalar::tanh).cost()).isLessThanOrEqualTo(34);
    assertThat(Sweep.of(DType.F32, Scalar::log).cost()).isLessThanOrEqualTo(31);
    assertThat(Sweep.of(DType.F32, Scalar::sin).cost()).isLessThanOrEqualTo(122);
    assertThat(Sweep.ofPower(DType.F32).cost()).isLessThanOrEqualTo(120);
  }
}
