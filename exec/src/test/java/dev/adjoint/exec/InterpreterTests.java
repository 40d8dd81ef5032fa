// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Iterables;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class InterpreterTests {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  /** Returns what a body makes of tensors, element by element. */
  private static Tensor run(Function<List<Scalar>, Scalar> body, Tensor... x) {
    Value[] inputs = Arrays.stream(x).map(TestOps::constant).toArray(Value[]::new);
    Value y = apply(new TestOps.Body("body", body), inputs);
    return Iterables.getOnlyElement(Interpreter.evaluate(List.of(y), Map.of()));
  }

  private static Tensor binary(BinaryOperator<Scalar> body, Tensor a, Tensor b) {
    return run(x -> body.apply(x.get(0), x.get(1)), a, b);
  }

  private static Tensor unary(UnaryOperator<Scalar> body, Tensor a) {
    return run(x -> body.apply(x.get(0)), a);
  }

  @Test
  void floatArithmeticRoundsEachStep() {
    Tensor a = Tensor.of(1f, 0.1f, 1f, INF, -0f, 16777216f);
    Tensor b = Tensor.of(2f, 0.2f, 0f, INF, 0f, 1f);
    assertThat(binary(Scalar::add, a, b)).isEqualTo(Tensor.of(3f, 0.3f, 1f, INF, 0f, 16777216f));
    assertThat(binary(Scalar::sub, a, b)).isEqualTo(Tensor.of(-1f, -0.1f, 1f, NAN, -0f, 16777215f));
    assertThat(binary(Scalar::mul, a, b))
        .isEqualTo(Tensor.of(2f, 0.1f * 0.2f, 0f, INF, -0f, 16777216f));
    assertThat(binary(Scalar::div, a, b))
        .isEqualTo(Tensor.of(0.5f, 0.5f, INF, NAN, NAN, 16777216f));
    assertThat(run(x -> x.get(0).add(x.get(1)).sub(x.get(0)), a, b).getDouble(5)).isEqualTo(0);
  }

  @Test
  void doubleArithmeticIsJavas() {
    Tensor a = Tensor.of(1d, 0.1, -1);
    Tensor b = Tensor.of(3d, 0.2, 0);
    assertThat(binary(Scalar::add, a, b)).isEqualTo(Tensor.of(4, 0.1 + 0.2, -1));
    assertThat(binary(Scalar::sub, a, b)).isEqualTo(Tensor.of(-2, -0.1, -1));
    assertThat(binary(Scalar::mul, a, b)).isEqualTo(Tensor.of(3, 0.1 * 0.2, -0d));
    assertThat(binary(Scalar::div, a, b))
        .isEqualTo(Tensor.of(1d / 3, 0.5, Double.NEGATIVE_INFINITY));
  }

  @Test
  void minAndMaxPropagateNanAndOrderZeros() {
    Tensor a = Tensor.of(1f, NAN, -0f, INF);
    Tensor b = Tensor.of(2f, 1f, 0f, -INF);
    assertThat(binary(Scalar::min, a, b)).isEqualTo(Tensor.of(1f, NAN, -0f, -INF));
    assertThat(binary(Scalar::max, a, b)).isEqualTo(Tensor.of(2f, NAN, 0f, INF));
    assertThat(binary(Scalar::max, b, a)).isEqualTo(Tensor.of(2f, NAN, 0f, INF));
    assertThat(binary(Scalar::min, Tensor.of(-5, 7), Tensor.of(3, -7)))
        .isEqualTo(Tensor.of(-5, -7));
    assertThat(binary(Scalar::max, Tensor.of(-5L, 7L), Tensor.of(3L, -7L)))
        .isEqualTo(Tensor.of(3L, 7L));
  }

  @Test
  void fmaRoundsOnce() {
    float a = 1 + 0x1p-12f;
    Tensor once = run(x -> x.get(0).fma(x.get(0), x.get(1)), Tensor.of(a), Tensor.of(-1f));
    assertThat(once).isEqualTo(Tensor.of(0x1p-11f + 0x1p-24f));
    double b = 1 + 0x1p-30;
    assertThat(run(x -> x.get(0).fma(x.get(0), x.get(1)), Tensor.of(b), Tensor.of(-1d)))
        .isEqualTo(Tensor.of(0x1p-29 + 0x1p-60));
  }

  @Test
  void integersWrapAndDivideByZeroToZero() {
    int low = Integer.MIN_VALUE;
    Tensor a = Tensor.of(Integer.MAX_VALUE, low, -7, 5);
    Tensor b = Tensor.of(1, -1, 2, 0);
    assertThat(binary(Scalar::add, a, b)).isEqualTo(Tensor.of(low, Integer.MAX_VALUE, -5, 5));
    assertThat(binary(Scalar::sub, b, a)).isEqualTo(Tensor.of(low + 2, Integer.MAX_VALUE, 9, -5));
    assertThat(binary(Scalar::mul, a, b)).isEqualTo(Tensor.of(Integer.MAX_VALUE, low, -14, 0));
    assertThat(binary(Scalar::div, a, b)).isEqualTo(Tensor.of(Integer.MAX_VALUE, low, -3, 0));
    assertThat(unary(Scalar::neg, a)).isEqualTo(Tensor.of(-Integer.MAX_VALUE, low, 7, -5));
    assertThat(unary(Scalar::abs, a)).isEqualTo(Tensor.of(Integer.MAX_VALUE, low, 7, 5));
    Tensor c = Tensor.of(Long.MAX_VALUE, Long.MIN_VALUE, 9L);
    Tensor d = Tensor.of(1L, -1L, 0L);
    assertThat(binary(Scalar::add, c, d)).isEqualTo(Tensor.of(Long.MIN_VALUE, Long.MAX_VALUE, 9L));
    assertThat(binary(Scalar::mul, c, c)).isEqualTo(Tensor.of(1L, 0L, 81L));
    assertThat(binary(Scalar::div, c, d)).isEqualTo(Tensor.of(Long.MAX_VALUE, Long.MIN_VALUE, 0L));
    assertThat(binary(Scalar::sub, c, d))
        .isEqualTo(Tensor.of(Long.MAX_VALUE - 1, Long.MIN_VALUE + 1, 9L));
    assertThat(unary(Scalar::neg, c)).isEqualTo(Tensor.of(-Long.MAX_VALUE, Long.MIN_VALUE, -9L));
    assertThat(unary(Scalar::abs, c)).isEqualTo(Tensor.of(Long.MAX_VALUE, Long.MIN_VALUE, 9L));
  }

  @Test
  void signsRootsAndRoundingAreExact() {
    Tensor a = Tensor.of(-0f, 2.5f, -1.5f, NAN, -INF, 4f);
    assertThat(unary(Scalar::neg, a)).isEqualTo(Tensor.of(0f, -2.5f, 1.5f, NAN, INF, -4f));
    assertThat(unary(Scalar::abs, a)).isEqualTo(Tensor.of(0f, 2.5f, 1.5f, NAN, INF, 4f));
    assertThat(unary(Scalar::floor, a)).isEqualTo(Tensor.of(-0f, 2f, -2f, NAN, -INF, 4f));
    assertThat(unary(Scalar::rint, a)).isEqualTo(Tensor.of(-0f, 2f, -2f, NAN, -INF, 4f));
    assertThat(unary(Scalar::sqrt, Tensor.of(-0f, 2f, -1f, 4f)))
        .isEqualTo(Tensor.of(-0f, (float) Math.sqrt(2), NAN, 2f));
    assertThat(unary(Scalar::floor, Tensor.of(-0.5, 1e300))).isEqualTo(Tensor.of(-1, 1e300));
  }

  @Test
  void transcendentalsAreWithinAnUlpAndExactAtTheEdges() {
    Tensor a = Tensor.of(0.3f, 1f, 0f, NAN);
    assertWithinAnUlp(unary(Scalar::exp, a), StrictMath.exp(0.3f), Math.E, 1, NAN);
    assertThat(unary(Scalar::exp, Tensor.of(-INF, INF, 100f))).isEqualTo(Tensor.of(0f, INF, INF));
    assertThat(unary(Scalar::log, Tensor.of(1f, 0f, -1f, INF)))
        .isEqualTo(Tensor.of(0f, -INF, NAN, INF));
    assertThat(unary(Scalar::log1p, Tensor.of(1e-20, -1d)))
        .isEqualTo(Tensor.of(1e-20, Double.NEGATIVE_INFINITY));
    assertThat(unary(Scalar::expm1, Tensor.of(1e-20, 0d))).isEqualTo(Tensor.of(1e-20, 0d));
    assertWithinAnUlp(unary(Scalar::sin, a), StrictMath.sin(0.3f), StrictMath.sin(1), 0, NAN);
    assertWithinAnUlp(unary(Scalar::cos, a), StrictMath.cos(0.3f), StrictMath.cos(1), 1, NAN);
    assertThat(unary(Scalar::tanh, Tensor.of(INF, -0f))).isEqualTo(Tensor.of(1f, -0f));
    assertThat(binary(Scalar::pow, Tensor.of(2f, -8f, 0f), Tensor.of(10f, 0.5f, -1f)))
        .isEqualTo(Tensor.of(1024f, NAN, INF));
  }

  private static void assertWithinAnUlp(Tensor actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      float nearest = (float) expected[i];
      if (Float.isNaN(nearest)) {
        assertThat(actual.getFloat(i)).isNaN();
      } else {
        assertThat(Math.abs(actual.getFloat(i) - nearest)).isLessThanOrEqualTo(Math.ulp(nearest));
      }
    }
  }

  @Test
  void comparisonsWithNanAreFalse() {
    Tensor a = Tensor.of(1f, NAN, -0f);
    Tensor b = Tensor.of(2f, NAN, 0f);
    assertThat(binary(Scalar::less, a, b)).isEqualTo(Tensor.of(true, false, false));
    assertThat(binary(Scalar::lessEqual, a, b)).isEqualTo(Tensor.of(true, false, true));
    assertThat(binary(Scalar::equal, a, b)).isEqualTo(Tensor.of(false, false, true));
    assertThat(binary(Scalar::less, Tensor.of(-1, 3), Tensor.of(0, 3)))
        .isEqualTo(Tensor.of(true, false));
    assertThat(binary(Scalar::lessEqual, Tensor.of(-1L, 3L), Tensor.of(0L, 3L)))
        .isEqualTo(Tensor.of(true, true));
    assertThat(binary(Scalar::equal, Tensor.of(true, true), Tensor.of(true, false)))
        .isEqualTo(Tensor.of(true, false));
  }

  @Test
  void logicWorksOnTruthValuesAndBits() {
    Tensor a = Tensor.of(true, true, false);
    Tensor b = Tensor.of(true, false, false);
    assertThat(binary(Scalar::and, a, b)).isEqualTo(Tensor.of(true, false, false));
    assertThat(binary(Scalar::or, a, b)).isEqualTo(Tensor.of(true, true, false));
    assertThat(binary(Scalar::xor, a, b)).isEqualTo(Tensor.of(false, true, false));
    assertThat(unary(Scalar::not, a)).isEqualTo(Tensor.of(false, false, true));
    assertThat(binary(Scalar::and, Tensor.of(12), Tensor.of(10))).isEqualTo(Tensor.of(8));
    assertThat(binary(Scalar::or, Tensor.of(12L), Tensor.of(10L))).isEqualTo(Tensor.of(14L));
    assertThat(binary(Scalar::xor, Tensor.of(12), Tensor.of(10))).isEqualTo(Tensor.of(6));
  }

  @Test
  void shiftsTakeTheDistanceModuloTheWidth() {
    Tensor a = Tensor.of(-16, 5);
    assertThat(unary(x -> x.shiftLeft(33), a)).isEqualTo(Tensor.of(-32, 10));
    assertThat(unary(x -> x.shiftRight(2), a)).isEqualTo(Tensor.of(-4, 1));
    assertThat(unary(x -> x.shiftRightUnsigned(28), a)).isEqualTo(Tensor.of(15, 0));
    assertThat(unary(x -> x.shiftLeft(65), Tensor.of(-16L))).isEqualTo(Tensor.of(-32L));
    assertThat(unary(x -> x.shiftRight(2), Tensor.of(-16L))).isEqualTo(Tensor.of(-4L));
    assertThat(unary(x -> x.shiftRightUnsigned(60), Tensor.of(-16L))).isEqualTo(Tensor.of(15L));
  }

  @Test
  void selectPicksByElement() {
    assertThat(
            run(
                x -> x.get(0).select(x.get(1), x.get(2)),
                Tensor.of(true, false),
                Tensor.of(1L, 2L),
                Tensor.of(3L, 4L)))
        .isEqualTo(Tensor.of(1L, 4L));
  }

  @Test
  void castsConvertAsJavaDoes() {
    Tensor a = Tensor.of(2.9f, -2.9f, NAN, 1e20f, -0f);
    assertThat(unary(x -> x.cast(DType.I32), a))
        .isEqualTo(Tensor.of(2, -2, 0, Integer.MAX_VALUE, 0));
    assertThat(unary(x -> x.cast(DType.I64), a))
        .isEqualTo(Tensor.of(2L, -2L, 0L, Long.MAX_VALUE, 0L));
    assertThat(unary(x -> x.cast(DType.BOOL), a))
        .isEqualTo(Tensor.of(true, true, true, true, false));
    assertThat(unary(x -> x.cast(DType.F64), a).getDouble(0)).isEqualTo((double) 2.9f);
    assertThat(unary(x -> x.cast(DType.F32), Tensor.of(0.1, 1e300)))
        .isEqualTo(Tensor.of(0.1f, INF));
    assertThat(unary(x -> x.cast(DType.I32), Tensor.of(-1e10, 7.5)))
        .isEqualTo(Tensor.of(Integer.MIN_VALUE, 7));
    assertThat(unary(x -> x.cast(DType.I32), Tensor.of((1L << 32) + 5))).isEqualTo(Tensor.of(5));
    long odd = (1L << 53) + 1;
    assertThat(unary(x -> x.cast(DType.F64), Tensor.of(odd))).isEqualTo(Tensor.of(0x1p53));
    long tie = (1L << 60) + (1L << 36) + 1;
    assertThat(unary(x -> x.cast(DType.F32), Tensor.of(tie))).isEqualTo(Tensor.of((float) tie));
    assertThat(unary(x -> x.cast(DType.F32), Tensor.of(true, false))).isEqualTo(Tensor.of(1f, 0f));
    assertThat(unary(x -> x.cast(DType.BOOL), Tensor.of(4, 0))).isEqualTo(Tensor.of(true, false));
  }

  @Test
  void bitcastsKeepBitsAndReadEveryNanAsOne() {
    assertThat(unary(Scalar::bitcast, Tensor.of(1f, -0f, Float.intBitsToFloat(0xffc12345))))
        .isEqualTo(Tensor.of(0x3f800000, 0x80000000, 0x7fc00000));
    assertThat(unary(Scalar::bitcast, Tensor.of(0x3f800000))).isEqualTo(Tensor.of(1f));
    assertThat(unary(Scalar::bitcast, Tensor.of(1d))).isEqualTo(Tensor.of(0x3ff0000000000000L));
    assertThat(unary(Scalar::bitcast, Tensor.of(0x4000000000000000L))).isEqualTo(Tensor.of(2d));
  }

  @Test
  void reductionsGoInOrderFromTheIdentity() {
    Value x = constant(Tensor.nested(new float[][] {{1, 2, 3}, {4, 5, 6}}));
    assertThat(evaluate(apply(TestOps.reduce(TestOps.Combine.SUM, 0), x)))
        .isEqualTo(Tensor.of(5f, 7f, 9f));
    assertThat(evaluate(apply(TestOps.reduce(TestOps.Combine.MAX, 1), x)))
        .isEqualTo(Tensor.of(3f, 6f));
    assertThat(evaluate(apply(TestOps.mean(0, 1), x))).isEqualTo(Tensor.scalar(3.5));
    Value none = constant(Tensor.zeros(DType.F32, Shape.of(2, 0)));
    assertThat(evaluate(apply(TestOps.reduce(TestOps.Combine.PRODUCT, 1), none)))
        .isEqualTo(Tensor.of(1f, 1f));
  }

  @Test
  void viewsMoveElementsAndFill() {
    Value x = constant(Tensor.of(1f, 2f, 3f, 4f, 5f));
    assertThat(evaluate(apply(new TestOps.Window(2, 1, 9), x)))
        .isEqualTo(Tensor.of(9f, 5f, 3f, 1f, 9f));
    assertThat(evaluate(apply(new TestOps.Repeat(2), constant(Tensor.scalar(3f)))))
        .isEqualTo(Tensor.of(3f, 3f));
  }

  @Test
  void kernelsGiveAllTheirOutputs() {
    var node = Node.of(new TestOps.Scan(), List.of(constant(Tensor.of(1f, 2f, 3f))));
    assertThat(Interpreter.evaluate(List.of(node.output(1), node.output(0)), Map.of()))
        .containsExactly(Tensor.of(6f, 5f, 3f), Tensor.of(1f, 3f, 6f));
  }

  @Test
  void inputsAndVariablesAreRead() {
    Value x = input("x", 2);
    Variable w = new Variable("w", Tensor.of(5f, 6f));
    Value y = apply(TestOps.ADD, x, read(w));
    assertThat(Interpreter.evaluate(List.of(y), Map.of(x, Tensor.of(1f, 1f))))
        .containsExactly(Tensor.of(6f, 7f));
    assertThatThrownBy(() -> Interpreter.evaluate(List.of(y), Map.of()))
        .hasMessage("evaluate: input \"x\" has no value; give one of f32[2]");
    assertThatThrownBy(() -> Interpreter.evaluate(List.of(y), Map.of(x, Tensor.of(1f))))
        .hasMessage("evaluate: input \"x\" expects f32[2], got f32[1]; give one of that type");
  }

  private static Tensor evaluate(Value value) {
    return Interpreter.evaluate(List.of(value), Map.of()).getFirst();
  }
}
