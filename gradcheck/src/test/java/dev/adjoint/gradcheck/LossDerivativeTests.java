// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.MarginLosses;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses: their formulas in plain numbers, their derivatives, and their hard points. */
class LossDerivativeTests {
  private static final double[] Y = {0.3, -1.2, 2.5, 0.9, -0.1};
  private static final double[] T = {0.5, 1.4, -0.5, 1.1, -2.3};
  private static final double[] SIGNS = {1, -1, 1, -1, 1};
  private static final double[] COUNTS = {0, 3, 1, 2, 7};
  private static final double[] BITS = {1, 0, 0, 1, 1};

  /** A loss that is the mean of what each pair costs. */
  private record Case(
      String name, BinaryOperator<Expr> loss, double[] targets, DoubleBinaryOperator cost) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static double sigmoid(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("absolute", Losses::meanAbsoluteError, T, (y, t) -> Math.abs(y - t)),
        new Case(
            "huber",
            (y, t) -> Losses.huber(y, t, 1.5),
            T,
            (y, t) -> {
              double d = Math.abs(y - t);
              return d <= 1.5 ? d * d / 2 : 1.5 * (d - 0.75);
            }),
        new Case("logCosh", Losses::logCosh, T, (y, t) -> StrictMath.log(StrictMath.cosh(y - t))),
        new Case(
            "pinball",
            (y, t) -> Losses.pinball(y, t, 0.8),
            T,
            (y, t) -> t > y ? 0.8 * (t - y) : 0.2 * (y - t)),
        new Case(
            "percentage",
            Losses::meanAbsolutePercentageError,
            T,
            (y, t) -> 100 * Math.abs(y - t) / Math.abs(t)),
        new Case(
            "logarithmic",
            Losses::meanSquaredLogarithmicError,
            T,
            (y, t) -> {
              double d = StrictMath.log1p(Math.max(y, 0)) - StrictMath.log1p(Math.max(t, 0));
              return d * d;
            }),
        new Case("poisson", Losses::poisson, COUNTS, (y, t) -> StrictMath.exp(y) - t * y),
        new Case("hinge", Losses::hinge, SIGNS, (y, t) -> Math.max(0, 1 - t * y)),
        new Case(
            "squaredHinge",
            Losses::squaredHinge,
            SIGNS,
            (y, t) -> Math.max(0, 1 - t * y) * Math.max(0, 1 - t * y)),
        new Case(
            "gaussian",
            (y, t) -> Losses.gaussian(y, y.mul(0.5), t),
            T,
            (y, t) ->
                (y / 2 + (t - y) * (t - y) / StrictMath.exp(y / 2) + Math.log(2 * Math.PI)) / 2),
        new Case(
            "focal",
            (y, t) -> Losses.focal(y, t, 0.25, 2),
            BITS,
            (y, t) -> {
              double p = t == 1 ? sigmoid(y) : 1 - sigmoid(y);
              return -(t == 1 ? 0.25 : 0.75) * (1 - p) * (1 - p) * StrictMath.log(p);
            }));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesFollowTheFormula(Case c) {
    double sum = 0;
    for (int i = 0; i < Y.length; i++) {
      sum += c.cost.applyAsDouble(Y[i], c.targets[i]);
    }
    Expr loss = c.loss.apply(Expr.constant(Tensor.of(Y)), Expr.constant(Tensor.of(c.targets)));
    assertThat(loss.eval().item()).isCloseTo(sum / Y.length, within(1e-14));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivativesAreRight(Case c) {
    for (DType dtype : List.of(DType.F64, DType.F32)) {
      Expr t = Expr.constant(Tensor.of(c.targets).cast(dtype));
      GradCheck.check(List.of(Tensor.of(Y).cast(dtype)), x -> c.loss.apply(x.getFirst(), t))
          .orThrow();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingIsBroadcast(Case c) {
    assertThatThrownBy(() -> c.loss.apply(Expr.input("y", 4, 1), Expr.input("t", 4, 4)))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void logitsOfAnySizeHaveFiniteCosts() {
    Expr y = Expr.constant(Tensor.of(800.0, -800, 800, -800));
    Expr t = Expr.constant(Tensor.of(1.0, 1, 0, 0));
    assertThat(Losses.focal(y, t, 0.5, 2).eval().item()).isEqualTo(0.5 * 800 * 2 / 4);
    assertThat(Losses.logCosh(y, t.mul(0)).eval().item())
        .isCloseTo(800 - Math.log(2), within(1e-12));
  }

  /** Margins of scores and distances, and the divergence, at points without kinks. */
  @Test
  void derivativesOfMarginsAndDivergencesAreRight() {
    Tensor a = Tensor.nested(new double[][] {{0.3, -1.2, 2.5}, {0.9, -0.1, 0.4}});
    Tensor b = Tensor.nested(new double[][] {{0.5, 1.4, -0.5}, {1.1, -2.3, 0.2}});
    Tensor c = Tensor.nested(new double[][] {{-0.5, -1, 1.5}, {0.1, 0.3, -0.2}});
    Expr labels = Expr.constant(Tensor.of(1, 2));
    Expr same = Expr.constant(Tensor.of(1, 0));
    Expr t = Expr.constant(Tensor.nested(new double[][] {{0.2, 0.3, 0.5}, {0, 1, 0}}));
    for (DType dtype : List.of(DType.F64, DType.F32)) {
      List<Tensor> points = List.of(a.cast(dtype), b.cast(dtype), c.cast(dtype));
      GradCheck.check(points, x -> MarginLosses.triplet(x.get(0), x.get(1), x.get(2), 4)).orThrow();
      GradCheck.check(
              points.subList(0, 2), x -> MarginLosses.contrastive(x.get(0), x.get(1), same, 5))
          .orThrow();
      GradCheck.check(
              points.subList(0, 1), x -> MarginLosses.categoricalHinge(x.getFirst(), labels))
          .orThrow();
      GradCheck.check(
              points.subList(0, 1),
              x -> Losses.klDivergence(x.getFirst().logSoftmax(-1), t.cast(dtype)))
          .orThrow();
    }
  }

  @Test
  void labelsAreSmoothed() {
    Tensor logits = Tensor.nested(new double[][] {{1, 2, -1}, {0.5, -2, 3}});
    Expr z = Expr.constant(logits);
    Expr labels = Expr.constant(Tensor.of(1, 0));
    Expr soft = Expr.constant(Tensor.nested(new double[][] {{0.1, 0.8, 0.1}, {0.8, 0.1, 0.1}}));
    assertThat(Losses.softmaxCrossEntropy(z, labels, 0.3).eval().item())
        .isCloseTo(Losses.softCrossEntropy(z, soft).eval().item(), within(1e-14));
    GradCheck.check(List.of(logits), x -> Losses.softmaxCrossEntropy(x.getFirst(), labels, 0.3))
        .orThrow();
    GradCheck.check(List.of(logits), x -> Losses.softCrossEntropy(x.getFirst(), soft)).orThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.softmaxCrossEntropy(z, labels, 1.5))
        .withMessage("softmaxCrossEntropy: the smoothing must lie in [0, 1]: 1.5");
  }

  /** PyTorch's gradient there is 1e8, optax's no number. */
  @Test
  void theCosineOfNothingIsZeroAndStaysThere() {
    Expr a = Expr.constant(Tensor.nested(new double[][] {{3, 4}, {0, 0}}));
    Expr b = Expr.constant(Tensor.nested(new double[][] {{4, 3}, {1, 2}}));
    Expr cosine = Losses.cosineSimilarity(a, b, -1);
    assertThat(cosine.eval()).isEqualTo(Tensor.of(0.96, 0));
    assertThat(Autodiff.grad(cosine.sum(), a, b).get(0).eval().toDoubleArray())
        .containsExactly(new double[] {0.0448, -0.0336, 0, 0}, within(1e-15));
    assertThat(Autodiff.grad(cosine.sum(), a, b).get(1).eval().toDoubleArray())
        .containsExactly(new double[] {-0.0336, 0.0448, 0, 0}, within(1e-15));
  }

  @Test
  void overlapIsCountedByDice() {
    Tensor p = Tensor.of(0.9, 0.2, 0.6);
    Expr t = Expr.constant(Tensor.of(1.0, 0, 1));
    Expr loss = Losses.dice(Expr.constant(p), t, 1);
    assertThat(loss.eval().item()).isCloseTo(1 - 4 / 4.7, within(1e-15));
    GradCheck.check(List.of(p), x -> Losses.dice(x.getFirst(), t, 1)).orThrow();
    assertThat(Losses.dice(t.mul(0), t.mul(0), 1).eval().item()).isZero();
  }

  @Test
  void numbersOutsideOfTheirRangeAreNamed() {
    Expr y = Expr.input("y", 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.huber(y, y, 0))
        .withMessage("huber: delta must be positive: 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.pinball(y, y, 1))
        .withMessage("pinball: q must lie in (0, 1): 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.focal(y, y, 2, 0))
        .withMessage("focal: alpha must lie in [0, 1] and gamma not be negative: 2.0, 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.dice(y, y, 0))
        .withMessage("dice: smooth must be positive: 0.0");
  }
}
