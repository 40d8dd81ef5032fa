// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Layers: the shapes they make, the values, and what they refuse. */
class LayerTests {
  private static final Seed SEED = Seed.of(3);

  @Test
  void denseMultipliesByTheWeightAndAddsTheBias() {
    Dense dense =
        new Dense(
            Parameter.of("w", Tensor.nested(new float[][] {{1, 2, 3}, {4, 5, 6}})),
            Parameter.of("b", Tensor.of(10f, 20f, 30f)));
    Expr x = Expr.constant(Tensor.nested(new float[][] {{1, 0}, {0, 1}, {1, -1}}));
    assertThat(TorchFigures.run(dense.apply(x)).getFirst())
        .isEqualTo(Tensor.nested(new float[][] {{11, 22, 33}, {14, 25, 36}, {7, 17, 27}}));
  }

  @Test
  void denseActsOnTheLastAxis() {
    Dense dense = Dense.of(5, 2, SEED);
    assertThat(dense.apply(Expr.input("x", 7, 5)).shape()).isEqualTo(Shape.of(7, 2));
    assertThat(dense.apply(Expr.input("x", 7, 3, 5)).shape()).isEqualTo(Shape.of(7, 3, 2));
    assertThat(dense.parameters().list()).containsExactly(dense.weight(), dense.bias());
    assertThat(dense.describe()).isEqualTo("Dense(weight=f32[5, 2], bias=f32[2])");
  }

  @Test
  void denseNamesFeaturesThatDoNotFit() {
    assertRefused(
        () -> Dense.of(784, 10, SEED).apply(Expr.input("x", 32, 100)),
        "dense: takes […, 784], got [32, 100]; weight is [784, 10]");
    assertRefused(
        () -> Dense.of(784, 10, SEED).apply(Expr.input("x", 32, 28, 28)),
        "dense: takes […, 784], got [32, 28, 28]; weight is [784, 10]; flatten the input first");
    assertRefused(
        () -> Dense.of(784, 10, SEED).apply(Expr.input("x", 784)),
        "dense: takes […, 784], got [784]; weight is [784, 10]");
  }

  @Test
  void denseNamesAWeightAndABiasThatDoNotFit() {
    Parameter weight = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(4, 3)));
    Parameter bias = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(4)));
    assertRefused(
        () -> new Dense(weight, bias),
        "dense: needs a weight [in, out] and a bias [out]: [4, 3], [4]");
  }

  @Test
  void denseNeedsFeatures() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dense.of(0, 10, SEED))
        .withMessage("dense: numbers of features must be positive: 0, 10");
  }

  @Test
  void layerNormGivesEachRowMeanZeroAndVarianceOne() {
    LayerNorm norm = LayerNorm.of(3);
    Expr x = Expr.constant(Tensor.nested(new float[][] {{1, 2, 3}, {-40, 0, 40}, {5, 5, 5}}));
    float[] y = TorchFigures.run(norm.apply(x)).getFirst().toFloatArray();
    float root = (float) Math.sqrt(1.5);
    assertThat(y)
        .containsExactly(new float[] {-root, 0, root, -root, 0, root, 0, 0, 0}, within(2e-5f));
    assertThat(norm.parameters().trained().keySet()).containsExactly("scale", "shift");
    assertRefused(() -> norm.apply(Expr.input("x", 7, 4)), "layerNorm: takes […, 3], got [7, 4]");
    assertRefused(
        () -> new LayerNorm(norm.scale(), Parameter.of("shift", Tensor.of(0f)), 1e-5),
        "layerNorm: needs a scale [features] and a shift of its type: f32[3], f32[1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerNorm.of(0))
        .withMessage("layerNorm: the number of features must be positive: 0");
  }

  @Test
  void flattenKeepsTheBatch() {
    assertThat(new Flatten().apply(Expr.input("x", 6, 4, 5)).shape()).isEqualTo(Shape.of(6, 20));
    assertThat(new Flatten().apply(Expr.input("x", 6)).shape()).isEqualTo(Shape.of(6, 1));
    assertRefused(
        () -> new Flatten().apply(Expr.input("x")), "flatten: takes [batch, …], got a scalar");
  }

  @Test
  void sequentialHasTheParametersOfItsLayersOnce() {
    Dense shared = Dense.of(4, 4, SEED);
    Dense last = Dense.of(4, 2, SEED.fold(1));
    Sequential network = Sequential.of(shared, Activation.tanh(), shared, Activation.relu(), last);
    assertThat(network.parameters().list())
        .containsExactly(shared.weight(), shared.bias(), last.weight(), last.bias());
    assertThat(network.apply(Expr.input("x", 3, 4)).shape()).isEqualTo(Shape.of(3, 2));
    String dense = "Dense(weight=f32[4, 4], bias=f32[4])";
    assertThat(network.describe())
        .isEqualTo(
            "Sequential([%s, Activation(tanh), %s, Activation(relu),".formatted(dense, dense)
                + " Dense(weight=f32[4, 2], bias=f32[2])])");
  }

  @Test
  void aLayerThatRefusesItsInputIsNamedByItsPath() {
    Layer inner = Sequential.of(Activation.tanh(), Dense.of(4, 2, SEED));
    assertRefused(
        () -> Sequential.of(Dense.of(3, 5, SEED), inner).apply(Expr.input("x", 7, 3)),
        "layers.1.layers.1: dense: takes […, 4], got [7, 5]; weight is [4, 2]");
    Layer flat = (x, _) -> x.reshape(5);
    assertRefused(
        () -> Sequential.of(flat).apply(Expr.input("x", 7, 3)),
        "layers.0: reshape: the number of elements differs: [7, 3] → [5] (21 ≠ 5)");
  }

  @Test
  void dropoutKeepsTheMeanInTraining() {
    Expr x = Expr.constant(Tensor.ones(DType.F32, Shape.of(100, 100)));
    ForwardContext context = ForwardContext.training(RandomKey.of(5));
    float[] y = TorchFigures.run(new Dropout(0.25).apply(x, context)).getFirst().toFloatArray();
    int dropped = 0;
    for (float value : y) {
      assertThat(value).isIn(0f, 1 / 0.75f);
      dropped += value == 0 ? 1 : 0;
    }
    // Five standard deviations of a binomial count.
    assertThat((double) dropped).isCloseTo(2500, within(5 * Math.sqrt(10_000 * 0.25 * 0.75)));
  }

  @Test
  void dropoutsOfOnePassAreIndependent() {
    Expr x = Expr.constant(Tensor.ones(DType.F32, Shape.of(1000)));
    ForwardContext context = ForwardContext.training(RandomKey.of(5));
    Expr a = new Dropout(0.5).apply(x, context);
    Expr b = new Dropout(0.5).apply(x, context);
    float[] both = TorchFigures.run(a.mul(b)).getFirst().toFloatArray();
    long kept =
        Arrays.stream(TorchFigures.run(a).getFirst().toDoubleArray()).filter(v -> v > 0).count();
    int keptTwice = 0;
    for (float value : both) {
      keptTwice += value > 0 ? 1 : 0;
    }
    assertThat((double) keptTwice).isCloseTo(kept / 2.0, within(5 * Math.sqrt(kept * 0.25)));
  }

  @Test
  void dropoutDoesNothingInInference() {
    Expr x = Expr.input("x", 4, 4);
    assertThat(new Dropout(0.5).apply(x)).isEqualTo(x);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dropout(1))
        .withMessage("dropout: the rate must lie in [0, 1): 1.0");
  }

  @Test
  void inferenceNeitherChangesStatesNorIsRandom() {
    State state = State.of("mean", Tensor.scalar(0f));
    assertThatIllegalStateException()
        .isThrownBy(() -> ForwardContext.inference().update(state, state.add(1)))
        .withMessage("context: inference must not update 'mean'");
    assertThatIllegalStateException()
        .isThrownBy(() -> ForwardContext.inference().random())
        .withMessage("context: inference must not be random");
  }

  @Test
  void aStateHasOneNextValueOfItsType() {
    State state = State.of("mean", Tensor.scalar(0f));
    ForwardContext context = ForwardContext.training(RandomKey.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> context.update(state, Expr.input("x", 3)))
        .withMessage("context: the next value of 'mean' must be f32[], got f32[3]");
    context.update(state, state.add(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> context.update(state, state.add(2)))
        .withMessage("context: 'mean' is updated twice; apply its layer once");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
