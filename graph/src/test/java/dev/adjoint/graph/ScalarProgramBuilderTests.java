// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs of several results. */
class ScalarProgramBuilderTests {
  private final Scalar x = Scalar.argument(0, DType.F32);
  private final Scalar y = Scalar.argument(1, DType.F32);

  @Test
  void equalStepsOfSeveralProgramsOccurOnce() {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> inputs = builder.inputs(List.of(DType.F32, DType.F32));
    int product = builder.append(ScalarProgram.of(x.mul(y)), inputs);
    int sum = builder.append(ScalarProgram.of(x.mul(y).add(x)), inputs);
    ScalarProgram program = builder.build(List.of(sum, product));
    assertThat(program)
        .hasToString(
            """
            $0 = argument x0 : f32
            $1 = argument x1 : f32
            $2 = mul $0, $1 : f32
            $3 = add $2, $0 : f32
            return $3 $2\
            """);
    assertThat(program.summary()).isEqualTo("mul, add");
    assertThat(program.resultType(1)).isEqualTo(DType.F32);
    assertThat(program.lastUses()).containsExactly(3, 2, 4, 4);
  }

  @Test
  void severalExpressionsAreOneProgram() {
    Scalar product = x.mul(y);
    List<DType> inputs = List.of(DType.F32, DType.F32, DType.F32);
    ScalarProgram program = ScalarProgram.of(inputs, List.of(product.neg(), product, x));
    assertThat(program)
        .hasToString(
            """
            $0 = argument x0 : f32
            $1 = argument x1 : f32
            $2 = mul $0, $1 : f32
            $3 = neg $2 : f32
            return $3 $2 $0\
            """);
    assertThat(program.inputs()).hasSize(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalarProgram.of(List.of(DType.F32), List.of(x.add(y))))
        .withMessage("scalar program: $1 = argument x1 : f32: the inputs are [f32]");
  }

  @Test
  void argumentsAreReplacedByTheStepsThatGiveThem() {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int input = builder.input(DType.F32);
    int two = builder.literal(DType.F32, Double.doubleToRawLongBits(2));
    int result = builder.append(ScalarProgram.of(x.sub(y)), List.of(two, input));
    assertThat(builder.build(List.of(result)))
        .hasToString("$0 = argument x0 : f32\n$1 = constant 2.0 : f32\n$2 = sub $1, $0 : f32");
  }

  @Test
  void stepsThatNoResultNeedsAreLeftOut() {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> inputs = builder.inputs(List.of(DType.F32, DType.F32));
    builder.append(ScalarProgram.of(x.exp()), inputs);
    int kept = builder.append(ScalarProgram.of(y.neg()), inputs);
    ScalarProgram program = builder.build(List.of(kept));
    assertThat(program).hasToString("$0 = argument x1 : f32\n$1 = neg $0 : f32");
    assertThat(program.inputs()).containsExactly(DType.F32, DType.F32);
  }

  @Test
  void aChangeAppliesToEveryStepButArguments() {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> inputs = builder.inputs(List.of(DType.F32));
    int result =
        builder.append(
            ScalarProgram.of(x.neg().exp()),
            inputs,
            s -> builder.add(new Step(Instruction.ABS, s.dtype(), s.operands(), s.payload())));
    assertThat(builder.build(List.of(result)))
        .hasToString("$0 = argument x0 : f32\n$1 = abs $0 : f32\n$2 = abs $1 : f32");
  }

  @Test
  void onlyAProgramWithOneResultIsAppendedForItsResult() {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int input = builder.input(DType.F32);
    ScalarProgram twice = builder.build(List.of(input, input));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.append(twice, ImmutableList.of(input)))
        .withMessage("scalar program: has several results\n$0 = argument x0 : f32\nreturn $0 $0");
  }
}
