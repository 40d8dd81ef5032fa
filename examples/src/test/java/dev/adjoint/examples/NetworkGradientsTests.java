// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.AvgPool2d;
import dev.adjoint.nn.layer.Conv2d;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.MaxPool2d;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.WindowOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of losses, layers and activations, to the second order. */
class NetworkGradientsTests {
  private static final Seed SEED = Seed.of(4);

  static Stream<Activation> activations() {
    return Stream.of(
        Activation.relu(),
        Activation.leakyRelu(0.1),
        Activation.elu(0.7),
        Activation.tanh(),
        Activation.sigmoid(),
        Activation.softplus(),
        Activation.silu(),
        Activation.gelu());
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationsHaveRightGradients(Activation activation) {
    GradCheck.of(List.of(Tensor.of(-1.7, -0.4, 0.3, 2.1)), x -> activation.apply(x.getFirst()))
        .named(activation.name())
        .run()
        .orThrow();
  }

  @Test
  void crossEntropyHasRightGradients() {
    Expr labels = Expr.constant(Tensor.of(2, 0, 3));
    GradCheck.of(List.of(draw(1, 3, 4)), x -> Losses.softmaxCrossEntropy(x.getFirst(), labels))
        .order(2)
        .run()
        .orThrow();
  }

  @Test
  void squaredErrorHasRightGradients() {
    GradCheck.of(
            List.of(draw(1, 3, 2), draw(2, 3, 2)), x -> Losses.meanSquaredError(x.get(0), x.get(1)))
        .order(2)
        .run()
        .orThrow();
  }

  @Test
  void aNetworkHasRightGradientsByItsInput() {
    Dense first = Dense.of(3, 5, Initializer.glorotNormal(), DType.F64, SEED.fold(0));
    Dense second = Dense.of(5, 4, Initializer.glorotNormal(), DType.F64, SEED.fold(1));
    Expr labels = Expr.constant(Tensor.of(1, 3));
    GradCheck.of(
            List.of(draw(1, 2, 3)),
            x -> {
              Expr hidden = first.apply(x.getFirst()).tanh();
              return Losses.softmaxCrossEntropy(second.apply(hidden), labels);
            })
        .order(2)
        .run()
        .orThrow();
  }

  @Test
  void aNetworkOfImagesHasRightGradientsByItsInput() {
    Initializer weights = Initializer.glorotNormal();
    WindowOptions padded = WindowOptions.over(2).padding(1);
    Conv2d first = Conv2d.of(2, 4, 3, padded, 1, weights, DType.F64, SEED.fold(0));
    Conv2d second = Conv2d.of(4, 4, 2, WindowOptions.over(2), 2, weights, DType.F64, SEED.fold(1));
    Expr labels = Expr.constant(Tensor.of(1, 3));
    GradCheck.of(
            List.of(draw(1, 2, 2 * 36).reshape(2, 2, 6, 6)),
            x -> {
              Expr pooled = MaxPool2d.of(2).apply(first.apply(x.getFirst()).tanh());
              Expr scores = AvgPool2d.of(2).apply(second.apply(pooled));
              return Losses.softmaxCrossEntropy(new Flatten().apply(scores), labels);
            })
        .order(2)
        .run()
        .orThrow();
  }

  private static Tensor draw(double phase, int rows, int columns) {
    Shape shape = Shape.of(rows, columns);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = StrictMath.sin(phase + 2.3 * i) * 1.5;
    }
    return Tensor.of(DType.F64, shape, values);
  }
}
