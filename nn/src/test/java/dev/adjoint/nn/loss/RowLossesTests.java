// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Losses of single examples, and with weights beside the figures that functional_golden.py prints.
 */
class RowLossesTests {
  private static final Tensor LABELS = Tensor.of(0, 2, 1, 1, 2);
  private static final Expr WEIGHTS = Expr.constant(Tensor.of(1.0, 0.0, 2.0, 0.5, 3.0));
  private static final Expr ONES = Expr.constant(Tensor.ones(DType.F64, Shape.of(5)));

  private static Tensor wave(double from, int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.of(
        DType.F64,
        shape,
        IntStream.range(0, shape.size()).mapToDouble(i -> StrictMath.sin(from + i)).toArray());
  }

  private static final Expr Z = Expr.constant(wave(2, 5, 3));
  private static final Expr T = Expr.constant(wave(7, 5, 3));
  private static final Expr SIGNS = T.greater(0).cast(DType.F64);

  private static void assertWeighted(Loss loss, Expr target, double expected) {
    assertThat(loss.rows(Z, target).mean(WEIGHTS, ONES).eval().item())
        .isCloseTo(expected, within(1e-14));
  }

  @Test
  void weightedLossesAreThoseOfKeras() {
    assertWeighted(Loss.meanSquaredError(), T, 0.8980312463635454);
    assertWeighted(Loss.meanAbsoluteError(), T, 0.9860880345936641);
    assertWeighted(Loss.huber(0.5), T, 0.3383163543798523);
    assertWeighted(Loss.logCosh(), T, 0.38828774335201033);
    assertWeighted(Loss.softmaxCrossEntropy(), Expr.constant(LABELS), 1.8856828401493395);
    assertWeighted(Loss.sigmoidCrossEntropy(), SIGNS, 0.7570674193914044);
    assertWeighted(
        Loss.softmaxCrossEntropy().weighted(2), Expr.constant(LABELS), 2 * 1.8856828401493395);
  }

  /** Every loss, with targets for it. */
  private static Map<String, Object[]> losses() {
    Expr labels = Expr.constant(LABELS);
    Expr positive = T.square().add(0.1);
    return ImmutableMap.<String, Object[]>builder()
        .put("meanSquaredError", new Object[] {Loss.meanSquaredError(), T})
        .put("meanAbsoluteError", new Object[] {Loss.meanAbsoluteError(), T})
        .put("huber", new Object[] {Loss.huber(0.7), T})
        .put("logCosh", new Object[] {Loss.logCosh(), T})
        .put("quantile", new Object[] {Loss.quantile(0.3), T})
        .put("percentage", new Object[] {Loss.meanAbsolutePercentageError(), T})
        .put("logarithmic", new Object[] {Loss.meanSquaredLogarithmicError(), positive})
        .put("hinge", new Object[] {Loss.hinge(), SIGNS.mul(2).sub(1)})
        .put("categoricalHinge", new Object[] {Loss.categoricalHinge(), labels})
        .put("klDivergence", new Object[] {Loss.klDivergence(), T.softmax(-1)})
        .put("poisson", new Object[] {Loss.poisson(), positive})
        .put("softmax", new Object[] {Loss.softmaxCrossEntropy(), labels})
        .put("smoothed", new Object[] {Loss.softmaxCrossEntropy(0.2), labels})
        .put("classes", new Object[] {Loss.softmaxCrossEntropy(0.1).classWeights(1, 2, 3), labels})
        .put("ignoring", new Object[] {Loss.softmaxCrossEntropy().ignoring(2), labels})
        .put("focal", new Object[] {Loss.focal(0.3, 2), SIGNS})
        .put("sigmoid", new Object[] {Loss.sigmoidCrossEntropy(), SIGNS})
        .put("own", new Object[] {(Loss) (y, t) -> y.sub(t).pow(4).mean(), T})
        .put("terms", new Object[] {Loss.mean((y, t) -> y.sub(t).abs().sum(1)), T})
        .put("scaled", new Object[] {Loss.meanSquaredError().weighted(0.3), T})
        .buildOrThrow();
  }

  /** As if each example stood in the data as often as its weight says. */
  @TestFactory
  Stream<DynamicTest> wholeWeightsAreRepetitions() {
    return losses().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () -> {
                  Loss loss = (Loss) entry.getValue()[0];
                  Expr target = (Expr) entry.getValue()[1];
                  RowLosses rows = loss.rows(Z, target);
                  assertThat(rows.losses().type()).isEqualTo(TensorType.of(DType.F64, 5));
                  assertClose(rows.mean(ONES, ONES), loss.apply(Z, target));
                  Expr counts = Expr.constant(Tensor.of(1.0, 0.0, 1.0, 1.0, 0.0));
                  assertClose(rows.mean(ONES, counts), over(loss, target, 0, 2, 3));
                  Expr twice = Expr.constant(Tensor.of(2.0, 2.0, 2.0, 2.0, 2.0));
                  assertClose(rows.mean(twice, counts), over(loss, target, 0, 2, 3).mul(2));
                  assertClose(
                      Autodiff.grad(rows.mean(ONES, ONES), Z).getFirst().square().sum(),
                      Autodiff.grad(loss.apply(Z, target), Z).getFirst().square().sum());
                }));
  }

  private static Expr over(Loss loss, Expr target, int... rows) {
    Expr places = Expr.constant(Tensor.of(rows));
    return loss.apply(Z.gather(0, places), target.gather(0, places));
  }

  private static void assertClose(Expr actual, Expr expected) {
    assertThat(actual.eval().item()).isCloseTo(expected.eval().item(), within(1e-12));
  }

  @Test
  void whatDoesNotCountMayBeInfinite() {
    Expr far = Expr.constant(Tensor.of(1.0, 1e200, 2.0));
    Expr near = Expr.constant(Tensor.of(0.0, -1e200, 0.0));
    RowLosses rows = Loss.meanSquaredError().rows(far, near);
    Expr all = Expr.constant(Tensor.of(1.0, 1.0, 1.0));
    Expr some = Expr.constant(Tensor.of(1.0, 0.0, 1.0));
    assertThat(rows.mean(all, all).eval().item()).isInfinite();
    assertThat(rows.mean(all, some).eval().item()).isEqualTo(2.5);
    assertThat(rows.mean(some, all).eval().item()).isEqualTo(5.0 / 3);
    assertThat(rows.mean(all, some.mul(0)).eval().item()).isZero();
  }

  @Test
  void termsHaveARowForEachExample() {
    Loss loss = Loss.mean((y, t) -> y.sub(t).square().sum());
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> loss.apply(Z, T))
        .withMessage(
            "loss: the terms must be floating, [batch, …], got f64[] of f64[5, 3] and f64[5, 3]; leave"
                + " the mean to the loss");
  }
}
