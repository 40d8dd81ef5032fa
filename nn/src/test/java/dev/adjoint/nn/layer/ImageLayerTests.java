// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;
import org.junit.jupiter.api.Test;

/** Layers of images: the shapes they make, the values, what they refuse, and that they learn. */
class ImageLayerTests {
  private static final Seed SEED = Seed.of(4);

  @Test
  void conv2dSlidesItsFiltersAndAddsTheBias() {
    Conv2d conv =
        new Conv2d(
            Parameter.of("w", Tensor.of(1f, 2f, 3f, 4f, 0f, 0f, 0f, -1f).reshape(2, 1, 2, 2)),
            Parameter.of("b", Tensor.of(100f, 0.5f)),
            WindowOptions.over(2),
            1);
    Expr x = Expr.constant(Tensor.arange(DType.F32, 6).reshape(1, 1, 2, 3));
    // 0·1 + 1·2 + 3·3 + 4·4 = 27, and one step on 1·1 + 2·2 + 4·3 + 5·4 = 37.
    assertThat(TorchFigures.run(conv.apply(x)).getFirst())
        .isEqualTo(Tensor.of(127f, 137f, -3.5f, -4.5f).reshape(1, 2, 1, 2));
  }

  @Test
  void conv2dHasAChannelForEachFilter() {
    Expr x = Expr.input("x", 8, 4, 16, 12);
    Conv2d conv = Conv2d.of(4, 6, 5, SEED);
    assertThat(conv.apply(x).shape()).isEqualTo(Shape.of(8, 6, 12, 8));
    assertThat(conv.parameters().list()).containsExactly(conv.weight(), conv.bias());
    WindowOptions halving = WindowOptions.over(2).stride(2).padding(1);
    assertThat(Conv2d.of(4, 6, 3, halving, SEED).apply(x).shape()).isEqualTo(Shape.of(8, 6, 8, 6));
  }

  @Test
  void conv2dOfAsManyGroupsAsChannelsIsDepthwise() {
    Conv2d conv =
        Conv2d.of(4, 8, 3, WindowOptions.over(2), 4, Initializer.heNormal(), DType.F64, SEED);
    assertThat(conv.weight().type().toString()).isEqualTo("f64[8, 1, 3, 3]");
    Expr x = Expr.input("x", conv.weight().type().withShape(Shape.of(2, 4, 5, 5)));
    assertThat(conv.apply(x).shape()).isEqualTo(Shape.of(2, 8, 3, 3));
  }

  @Test
  void conv2dDrawsWeightsForAsManyInputsAsAFilterHas() {
    float[] w = Conv2d.of(8, 24, 5, SEED).weight().value().toFloatArray();
    double bound = Math.sqrt(6.0 / (8 * 25 + 24 * 25));
    float largest = 0;
    for (float v : w) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertThat((double) largest).isBetween(0.99 * bound, bound);
  }

  @Test
  void conv2dNamesWhatDoesNotFit() {
    assertThatThrownBy(() -> Conv2d.of(4, 16, 3, SEED).apply(Expr.input("x", 8, 3, 32, 32)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv2d: filter expects 4 input channels, input has 3: [8, 3, 32, 32], [16, 4, 3, 3]");
    Parameter weight = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(4, 3, 2)));
    Parameter bias = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(4)));
    assertThatThrownBy(() -> new Conv2d(weight, bias, WindowOptions.over(2), 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv2d: needs a weight [out, in/groups, height, width] and a bias [out]: [4, 3, 2],"
                + " [4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Conv2d.of(0, 4, 3, SEED))
        .withMessage("conv2d: numbers of channels, size and groups must be positive: 0, 4, 3, 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Conv2d.of(4, 6, 3, WindowOptions.over(2), 4, Initializer.heNormal(), DType.F32, SEED))
        .withMessage("conv2d: 4 and 6 channels do not split into 4 groups");
  }

  @Test
  void poolingTakesTheLargestOrTheMean() {
    Expr x = Expr.constant(Tensor.arange(DType.F32, 16).reshape(1, 1, 4, 4));
    assertThat(TorchFigures.run(MaxPool2d.of(2).apply(x)).getFirst())
        .isEqualTo(Tensor.of(5f, 7f, 13f, 15f).reshape(1, 1, 2, 2));
    assertThat(TorchFigures.run(AvgPool2d.of(2).apply(x)).getFirst())
        .isEqualTo(Tensor.of(2.5f, 4.5f, 10.5f, 12.5f).reshape(1, 1, 2, 2));
    assertThat(new MaxPool2d(3, 2, 1).apply(x).shape()).isEqualTo(Shape.of(1, 1, 2, 2));
    assertThat(TorchFigures.run(new AvgPool2d(2, 3, 1).apply(x)).getFirst())
        .isEqualTo(Tensor.of(0f, 1.25f, 5f, 12.5f).reshape(1, 1, 2, 2));
  }

  @Test
  void poolingNamesNumbersOutOfRange() {
    assertThat(MaxPool2d.of(2).describe()).isEqualTo("MaxPool2d(size=2, stride=2, padding=0)");
    assertThat(AvgPool2d.of(3).describe()).isEqualTo("AvgPool2d(size=3, stride=3, padding=0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaxPool2d(2, 0, 0))
        .withMessage("maxPool2d: size and stride must be positive, padding not negative: 2, 0, 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AvgPool2d(2, 2, -1))
        .withMessage("avgPool2d: size and stride must be positive, padding not negative: 2, 2, -1");
  }

  /** Images of noise with a bright bar somewhere, lying (0) or standing (1). */
  private static Dataset bars(int n, Seed seed) {
    Tensor images = Initializer.uniform(0.5).draw(Expr.input("x", n, 1, 8, 8).type(), 1, 1, seed);
    Buffer pixels = images.buffer();
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 2;
      int line = i / 2 % 8;
      for (int j = 0; j < 8; j++) {
        pixels.setDouble(i * 64 + (labels[i] == 0 ? line * 8 + j : j * 8 + line), 1);
      }
    }
    return new Dataset(images, Tensor.of(labels));
  }

  @Test
  void convolutionLearnsDirectionsWhereverTheyAre() {
    Model model =
        Model.compile(
            Sequential.of(
                Conv2d.of(1, 4, 3, WindowOptions.over(2).padding(1), SEED.fold(0)),
                Activation.relu(),
                MaxPool2d.of(2),
                Conv2d.of(4, 8, 3, SEED.fold(1)),
                Activation.relu(),
                AvgPool2d.of(2),
                new Flatten(),
                Dense.of(8, 2, SEED.fold(2))),
            Loss.softmaxCrossEntropy(),
            Adam.of(0.01),
            Metric.accuracy());
    History history =
        model.fit(
            bars(256, SEED.fold(3)),
            FitOptions.epochs(20).batchSize(32).validation(bars(64, SEED.fold(4))));
    assertThat(history.series("loss")[0]).isGreaterThan(0.5);
    assertThat(history.last().get("val_accuracy")).isGreaterThan(0.95);
  }
}
