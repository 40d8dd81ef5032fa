// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers that are random in training: what is kept, means and variances, rest in inference. */
class NoiseLayerTests {
  private static final int COUNT = 40_000;

  private static double[] trained(Layer layer, Expr x) {
    ForwardContext context = ForwardContext.training(RandomKey.of(9));
    return TorchFigures.run(layer.apply(x, context)).getFirst().toDoubleArray();
  }

  private static double mean(DoubleStream values) {
    return values.average().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void noiseHasItsMeanAndDeviation(DType dtype) {
    Expr twos = Expr.constant(Tensor.full(dtype, Shape.of(COUNT), 2));
    // Five standard deviations of a mean and of a mean square of COUNT normal numbers.
    double root = Math.sqrt(COUNT);
    double[] noisy = trained(new GaussianNoise(0.5), twos);
    assertThat(mean(Arrays.stream(noisy))).isCloseTo(2, within(5 * 0.5 / root));
    assertThat(mean(Arrays.stream(noisy).map(y -> (y - 2) * (y - 2))))
        .isCloseTo(0.25, within(5 * 0.25 * Math.sqrt(2) / root));

    // A rate of 0.2 is a variance of 0.25 for ones, so of 1 for twos.
    double[] scaled = trained(new GaussianDropout(0.2), twos);
    assertThat(mean(Arrays.stream(scaled))).isCloseTo(2, within(5 / root));
    assertThat(mean(Arrays.stream(scaled).map(y -> (y - 2) * (y - 2))))
        .isCloseTo(1, within(5 * Math.sqrt(2) / root));
  }

  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    Expr x =
        Expr.constant(
            RandomKey.of(3).normal(Tensor.zeros(DType.F64, Shape.of(COUNT)).type()).eval());
    double[] y = trained(new AlphaDropout(0.3), x);
    double root = Math.sqrt(COUNT);
    assertThat(mean(Arrays.stream(y))).isCloseTo(0, within(5 / root));
    // The fourth moment of the mixture lies below that of the normal distribution, 3.
    assertThat(mean(Arrays.stream(y).map(v -> v * v)))
        .isCloseTo(1, within(5 * Math.sqrt(2) / root));
    // α′ = −1.7580993408473766, a = 1/√(0.7·(1 + 0.3·α′²)), b = −a·0.3·α′.
    double least = -1.7580993408473766;
    double a = 1 / Math.sqrt(0.7 * (1 + 0.3 * least * least));
    double dropped = a * least * 0.7;
    long count = Arrays.stream(y).filter(v -> Math.abs(v - dropped) < 1e-12).count();
    assertThat((double) count).isCloseTo(0.3 * COUNT, within(5 * Math.sqrt(COUNT * 0.21)));
  }

  @Test
  void spatialDropoutDropsWholeChannels() {
    Expr x = Expr.constant(Tensor.ones(DType.F32, Shape.of(20, 50, 2, 2)));
    double[] y = trained(new SpatialDropout(0.2), x);
    int dropped = 0;
    for (int channel = 0; channel < 1000; channel++) {
      double first = y[4 * channel];
      assertThat(first).isIn(0.0, 1.25);
      assertThat(Arrays.copyOfRange(y, 4 * channel, 4 * channel + 4)).containsOnly(first);
      dropped += first == 0 ? 1 : 0;
    }
    assertThat((double) dropped).isCloseTo(200, within(5 * Math.sqrt(160)));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> new SpatialDropout(0.2).apply(Expr.input("x", 4, 4)))
        .withMessage(
            "spatialDropout: takes [batch, channels, size, …], got [4, 4]; use Dropout for single"
                + " elements");
  }

  @Test
  void dropConnectDropsTheSameWeightsForTheBatch() {
    Dense dense =
        new Dense(
            Parameter.of("w", Tensor.ones(DType.F32, Shape.of(1000, 1))),
            Parameter.of("b", Tensor.of(7f)));
    DropConnect layer = new DropConnect(dense, 0.5);
    Expr x = Expr.constant(Tensor.ones(DType.F32, Shape.of(3, 1000)));
    double[] y = trained(layer, x);
    assertThat(y).containsOnly(y[0]);
    // Twice the number of weights that are kept, and the bias.
    assertThat((y[0] - 7) / 2).isCloseTo(500, within(5 * Math.sqrt(250))).isNotEqualTo(500);
    assertThat(layer.apply(x).eval().toDoubleArray()).containsOnly(1007);
    assertThat(layer.parameters().trained().keySet()).containsExactly("dense.weight", "dense.bias");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() ->
            new DropConnect(Dense.of(3, 2, Seed.of(1)), 0.5)
                .apply(Expr.input("x", 7, 4), ForwardContext.training(RandomKey.of(1))))
        .withMessage("dense: takes […, 3], got [7, 4]; weight is [3, 2]");
  }

  @Test
  void inferenceAndARateOfZeroReturnTheInput() {
    Expr x = Expr.input("x", 4, 4, 4);
    ForwardContext training = ForwardContext.training(RandomKey.of(1));
    for (Layer layer :
        ImmutableList.of(
            new GaussianNoise(1),
            new GaussianDropout(0.5),
            new AlphaDropout(0.5),
            new SpatialDropout(0.5))) {
      assertThat(layer.apply(x)).isEqualTo(x);
    }
    for (Layer layer :
        ImmutableList.of(
            new GaussianNoise(0),
            new GaussianDropout(0),
            new AlphaDropout(0),
            new SpatialDropout(0))) {
      assertThat(layer.apply(x, training)).isEqualTo(x);
    }
    assertThat(training.isRandom()).isFalse();
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianNoise(-1))
        .withMessage("gaussianNoise: the deviation must be finite and not negative: -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianDropout(1))
        .withMessage("gaussianDropout: the rate must lie in [0, 1): 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AlphaDropout(-0.1))
        .withMessage("alphaDropout: the rate must lie in [0, 1): -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpatialDropout(Double.NaN))
        .withMessage("spatialDropout: the rate must lie in [0, 1): NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DropConnect(Dense.of(1, 1, Seed.of(1)), 1))
        .withMessage("dropConnect: the rate must lie in [0, 1): 1.0");
  }
}
