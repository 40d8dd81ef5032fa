// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import org.junit.jupiter.api.Test;

class ScalarTests {
  private final Scalar x = Scalar.argument(0, DType.F32);
  private final Scalar i = Scalar.argument(1, DType.I32);
  private final Scalar flag = Scalar.argument(2, DType.BOOL);

  @Test
  void aBodyPrintsAsStraightLineCode() {
    assertThat(flag.select(x.mul(x).add(1), x.neg()))
        .hasToString(
            """
            $0 = argument x2 : bool
            $1 = argument x0 : f32
            $2 = mul $1, $1 : f32
            $3 = constant 1.0 : f32
            $4 = add $2, $3 : f32
            $5 = neg $1 : f32
            $6 = select $0, $4, $5 : f32\
            """);
  }

  @Test
  void equalStepsOccurOnceEvenIfBuiltTwice() {
    Scalar twice = x.exp().add(Scalar.argument(0, DType.F32).exp());
    ScalarProgram program = ScalarProgram.of(twice);
    assertThat(program.steps()).hasSize(3);
    assertThat(program.result().operands()).containsExactly(1, 1);
    assertThat(program).isEqualTo(ScalarProgram.of(x.exp().add(x.exp())));
  }

  @Test
  void stepsThatDifferOnlyInALiteralOrADtypeStayApart() {
    assertThat(ScalarProgram.of(x.like(0).add(x.like(-0.0))).steps()).hasSize(3);
    Scalar casts = i.cast(DType.F32).cast(DType.F64).add(i.cast(DType.F64));
    assertThat(ScalarProgram.of(casts).steps()).hasSize(5);
  }

  @Test
  void sharedPartsAreVisitedOnceHoweverDeep() {
    Scalar doubled = x;
    for (int n = 0; n < 100_000; n++) {
      doubled = doubled.add(doubled);
    }
    assertThat(ScalarProgram.of(doubled).steps()).hasSize(100_001);
  }

  @Test
  void literalsAreRoundedToTheirDtype() {
    assertThat(Double.longBitsToDouble(x.like(0.1).payload())).isEqualTo(0.1f);
    assertThat(i.like(-2.7).payload()).isEqualTo(-2);
    assertThat(flag.like(0.5).payload()).isEqualTo(1);
    assertThat(Scalar.constant(DType.I64, Long.MAX_VALUE).payload()).isEqualTo(Long.MAX_VALUE);
    assertThat(Scalar.constant(DType.I32, (1L << 32) + 3).payload()).isEqualTo(3);
  }

  @Test
  void resultsHaveTheDtypeOfTheirInstruction() {
    assertThat(x.less(x.like(0)).dtype()).isEqualTo(DType.BOOL);
    assertThat(i.equal(i).dtype()).isEqualTo(DType.BOOL);
    assertThat(x.bitcast().dtype()).isEqualTo(DType.I32);
    assertThat(i.cast(DType.I64).bitcast().dtype()).isEqualTo(DType.F64);
    assertThat(x.cast(DType.F32)).isSameAs(x);
    assertThat(i.shiftLeft(3).operands().get(1).payload()).isEqualTo(3);
    assertThat(i.shiftLeft(i).operands()).containsExactly(i, i);
    assertThat(i.shiftRightUnsigned(i).instruction()).isEqualTo(Instruction.SHIFT_RIGHT_UNSIGNED);
  }

  @Test
  void operandsOfOtherDtypesAreRefused() {
    assertThatThrownBy(() -> x.add(i))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "add: operands have different dtypes: f32 and i32; convert one of them, as with"
                + " cast(DType.F32)");
    assertThatThrownBy(i::exp)
        .isInstanceOf(ShapeException.class)
        .hasMessage("exp: needs a floating operand, got i32; cast it");
    assertThatThrownBy(() -> i.shiftLeft(i.cast(DType.I64)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "shift_left: operands have different dtypes: i32 and i64; convert one of them, as with"
                + " cast(DType.I32)");
    assertThatThrownBy(() -> x.and(x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("and: needs bool or integer operands, got f32; cast it");
    assertThatThrownBy(() -> x.select(x, x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("select: needs a bool condition, got f32; cast it");
    assertThatThrownBy(flag::neg)
        .isInstanceOf(ShapeException.class)
        .hasMessage("neg: needs a number, got bool; cast it");
    assertThatThrownBy(() -> Scalar.argument(-1, DType.F32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("argument: number must not be negative: -1");
  }

  @Test
  void everyInstructionHasAsManyOperandsAsItSays() {
    Scalar k = i.shiftLeft(1).shiftRight(1).shiftRightUnsigned(1).and(i).or(i).xor(i);
    Scalar f =
        x.neg().add(1).sub(1).mul(2).div(3).min(x).max(x).fma(x, x).abs().sqrt().floor().rint();
    Scalar g = f.exp().log().log1p().expm1().sin().cos().tanh().erf().pow(x);
    Scalar b = g.lessEqual(x).not().or(g.less(x)).or(k.equal(i));
    // The constructor of the program checks every step.
    ScalarProgram program = ScalarProgram.of(b.select(k.bitcast(), k.cast(DType.F32)));
    assertThat(program.steps().stream().map(ScalarProgram.Step::instruction))
        .contains(Instruction.values());
  }

  @Test
  void anInputThatAnExpressionSkipsIsListed() {
    Scalar last = Scalar.argument(2, DType.F64);
    assertThat(ScalarProgram.of(last.add(Scalar.argument(1, DType.F64))).inputs())
        .containsExactly(DType.BOOL, DType.F64, DType.F64);
    assertThat(ScalarProgram.of(x.like(1)).inputs()).isEmpty();
  }

  @Test
  void programsWithMissingOrForwardOperandsAreRefused() {
    var argument = new ScalarProgram.Step(Instruction.ARGUMENT, DType.F32, ImmutableList.of(), 0);
    var forward = new ScalarProgram.Step(Instruction.NEG, DType.F32, ImmutableList.of(1), 0);
    var lacking = new ScalarProgram.Step(Instruction.ADD, DType.F32, ImmutableList.of(0), 0);
    assertRefused("$1 = neg $1 : f32: $1 is not computed before", 0, argument, forward);
    assertRefused("$1 = add $0 : f32: needs 2 operands", 0, argument, lacking);
    assertRefused("result $1 is no step", 1, argument);
    var integer = new ScalarProgram.Step(Instruction.ARGUMENT, DType.I32, ImmutableList.of(), 0);
    assertRefused("$0 = argument x0 : i32: the inputs are [f32]", 0, integer);
    var second = new ScalarProgram.Step(Instruction.ARGUMENT, DType.F32, ImmutableList.of(), 1);
    assertRefused("$0 = argument x1 : f32: the inputs are [f32]", 0, second);
    assertThatThrownBy(
            () -> new ScalarProgram(ImmutableList.of(), ImmutableList.of(), ImmutableIntArray.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scalar program: has no result");
  }

  private static void assertRefused(String message, int result, ScalarProgram.Step... steps) {
    assertThatThrownBy(() ->
            new ScalarProgram(
                ImmutableList.of(DType.F32),
                ImmutableList.copyOf(steps),
                ImmutableIntArray.of(result)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scalar program: " + message);
  }
}
