// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import org.junit.jupiter.api.Test;

/** Losses beside those of PyTorch; {@code loss_golden.py} prints the figures. */
class LossFigureTests {
  private static final Shape SHAPE = Shape.of(3, 4);

  private final Expr angles = Expr.constant(Tensor.arange(DType.F64, 12)).reshape(SHAPE);
  private final Parameter y = Parameter.of("y", angles.cos().eval());
  private final Expr goal = angles.sin();

  private void assertFigures(Loss loss, Expr targets, double value, double... firstRow) {
    Expr result = loss.apply(y, targets);
    assertThat(result.eval().item()).isCloseTo(value, within(1e-14));
    double[] gradient = Autodiff.grad(result, y).getFirst().eval().toDoubleArray();
    for (int i = 0; i < firstRow.length; i++) {
      assertThat(gradient[i]).as("%s", i).isCloseTo(firstRow[i], within(1e-14));
    }
  }

  private void assertRows(Loss loss, Expr targets) {
    double mean = loss.rows(y, targets).losses().mean().eval().item();
    assertThat(mean).isCloseTo(loss.apply(y, targets).eval().item(), within(1e-14));
  }

  @Test
  void cosineDistance() {
    assertFigures(
        Loss.cosineDistance(),
        goal,
        0.9474225831967359,
        -0.004436834036031551,
        -0.1462515549148224,
        -0.15360327067852728,
        -0.019732847758170184);
    assertRows(Loss.cosineDistance(), goal);
  }

  @Test
  void gaussianOfMeansAndLogarithmsOfVariances() {
    assertFigures(
        Loss.gaussian(),
        goal.slice(1, 0, 2),
        1.4762565679095587,
        0.25268474544336694,
        -0.1350849081925841,
        -0.043009039388350136,
        0.06299166166080389);
    assertRows(Loss.gaussian(), goal.slice(1, 0, 2));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Loss.gaussian().apply(y, goal))
        .withMessage(
            "gaussian: needs a mean and a logarithm of a variance for each target, […, 2·k] and […,"
                + " k]: [3, 4], [3, 4]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Loss.gaussian().apply(Expr.input("y", 3, 1), Expr.input("t", 3, 1)));
  }

  @Test
  void squaredHinge() {
    assertFigures(
        Loss.squaredHinge(),
        goal.sign(),
        1.5705670942415988,
        0,
        -0.07661628235531004,
        -0.23602447275785704,
        -0.3316654161000742);
    assertRows(Loss.squaredHinge(), goal.sign());
  }

  @Test
  void diceOfAWholeBatch() {
    Expr hits = goal.greater(0).cast(DType.F64);
    Loss dice = Loss.dice(1);
    assertFigures(
        (z, t) -> dice.apply(z.sigmoid(), t),
        hits,
        0.49912791860980754,
        0.007633681051618734,
        -0.02703078624898406,
        -0.027829638098947444,
        -0.022953333579461506);
  }
}
