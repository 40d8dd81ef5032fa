// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.PenalizedActivity;
import dev.adjoint.nn.layer.PenalizedWeights;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.loss.Penalty;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import org.junit.jupiter.api.Test;

/** Penalties beside a loss, and parameters that are frozen by path. */
class PenaltyTests {
  /** Predictions are the targets, so that the penalty alone is left. */
  private static final Dataset DATA =
      new Dataset(
          Tensor.of(DType.F32, Shape.of(2, 2), 1, 2, 3, -1),
          Tensor.of(DType.F32, Shape.of(2, 1), 4.5, -6.5));

  private static Dense dense() {
    return new Dense(
        Parameter.of("weight", Tensor.of(DType.F32, Shape.of(2, 1), -1, 3)),
        Parameter.of("bias", Tensor.of(-0.5f)));
  }

  private static double loss(Layer network) {
    return Model.compile(network, Loss.meanSquaredError(), Sgd.of(0.1)).evaluate(DATA).get("loss");
  }

  @Test
  void weightsCostTheirAbsoluteValuesAndSquares() {
    assertThat(loss(dense())).isZero();
    assertThat(loss(PenalizedWeights.of(dense(), Penalty.l1(0.1)))).isCloseTo(0.4, within(1e-6));
    assertThat(loss(PenalizedWeights.of(dense(), Penalty.l2(0.1)))).isCloseTo(1, within(1e-6));
    assertThat(loss(PenalizedWeights.of(dense(), Penalty.elastic(0.1, 0.2))))
        .isCloseTo(2.4, within(1e-6));
    Layer biases = new PenalizedWeights(dense(), Penalty.l2(2), path -> path.equals("bias"));
    assertThat(loss(biases)).isCloseTo(0.5, within(1e-6));
    assertThat(loss(PenalizedWeights.of(Sequential.of(dense()), Penalty.l1(1))))
        .isCloseTo(4, within(1e-6));
  }

  @Test
  void activitiesCostTheirMeanOverTheExamples() {
    Layer network = Sequential.of(new PenalizedActivity(Penalty.elastic(1, 1)), dense());
    // |x|: 7, x²: 15, two examples.
    assertThat(loss(network)).isCloseTo(11, within(1e-6));
  }

  @Test
  void theGradientOfThePenaltyIsFollowed() {
    Dense dense = dense();
    Layer network = PenalizedWeights.of(dense, Penalty.elastic(0.5, 0.25));
    Model.compile(network, Loss.meanSquaredError(), Sgd.of(0.1)).fit(DATA, FitOptions.epochs(1));
    // p − 0.1·(0.5·sign p + 0.5·p)
    assertThat(dense.weight().value().toDoubleArray())
        .containsExactly(new double[] {-0.9, 2.8}, within(1e-6));
    assertThat(network.parameters().trained().keySet())
        .containsExactly("layer.weight", "layer.bias");
  }

  @Test
  void frozenPartsCostNothing() {
    Layer frozen = PenalizedWeights.of(dense(), Penalty.l2(1)).frozen();
    assertThat(
            loss(
                Sequential.of(
                    frozen,
                    new Dense(
                        Parameter.of("weight", Tensor.of(DType.F32, Shape.of(1, 1), 1)),
                        Parameter.of("bias", Tensor.of(0f))))))
        .isZero();
  }

  @Test
  void whatIsNoPenaltyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForwardContext.inference().penalize(Expr.input("x", 3)))
        .withMessage("context: a penalty must be a floating scalar, got f32[3]; sum its elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Penalty.l1(0))
        .withMessage("penalty: prices must not be negative, nor both 0: 0.0, 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Penalty.elastic(-1, 2))
        .withMessage("penalty: prices must not be negative, nor both 0: -1.0, 2.0");
  }

  @Test
  void parametersAreFrozenByPath() {
    Dense first = dense();
    Dense second =
        new Dense(
            Parameter.of("weight", Tensor.of(DType.F32, Shape.of(1, 1), 2)),
            Parameter.of("bias", Tensor.of(1f)));
    Layer network =
        Sequential.of(first, second)
            .frozen(path -> path.startsWith("layers.0.") || path.equals("layers.1.bias"));
    assertThat(network.parameters())
        .hasToString(
            """
            layers.0.weight  f32[2, 1]  frozen
            layers.0.bias    f32[1]  frozen
            layers.1.weight  f32[1, 1]
            layers.1.bias    f32[1]  frozen\
            """);
    Model model = Model.compile(network, Loss.meanSquaredError(), Sgd.of(0.01));
    model.fit(DATA, FitOptions.epochs(3));
    assertThat(first.weight().value()).isEqualTo(dense().weight().value());
    assertThat(second.bias()).isNotNull();
    assertThat(second.weight().value().item()).isNotEqualTo(2);
    Layer within =
        Sequential.of(Sequential.of(dense()).frozen(path -> path.equals("layers.0.bias")));
    assertThat(within.parameters().frozen().keySet()).containsExactly("layers.0.layers.0.bias");
  }
}
