// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Predictions that are random as in training, and the modes in which layers are applied. */
class SampleTests {
  private static final Seed SEED = Seed.of(1);
  private static final Tensor ONES = Tensor.ones(DType.F32, Shape.of(600, 2));

  private final BatchNorm norm = BatchNorm.of(2);
  private final Layer network = Sequential.of(norm, new Dropout(0.25), Dense.of(2, 2, SEED));
  private final Model model = Model.compile(network, Loss.meanSquaredError(), Sgd.of(0.1));

  @Test
  void theSeedDecidesTheSampleAndNothingElse() {
    Tensor first = model.sample(ONES, SEED);
    assertThat(model.sample(ONES, SEED)).isEqualTo(first);
    assertThat(model.sample(ONES, Seed.of(2))).isNotEqualTo(first);
    assertThat(model.predict(ONES)).isNotEqualTo(first);
    assertThat(model.predict(ONES)).isEqualTo(model.predict(ONES));
  }

  @Test
  void rowsAndBatchesAreDroppedIndependentlyAndTheMeanIsThePrediction() {
    Layer dropout = Sequential.of(new Dropout(0.25), (x, _) -> x);
    Model dropping =
        Model.compile(Sequential.of(dropout, norm), Loss.meanSquaredError(), Sgd.of(0.1));
    double[] sample = dropping.sample(ONES, SEED).toDoubleArray();
    double scale = 1 / Math.sqrt(1 + 1e-5);
    assertThat(DoubleStream.of(sample).distinct().count()).isEqualTo(2);
    assertThat(DoubleStream.of(sample).average().orElseThrow()).isCloseTo(scale, within(0.05));
    double[] other = java.util.Arrays.copyOfRange(sample, 512, 1024);
    assertThat(java.util.Arrays.copyOf(sample, 512)).isNotEqualTo(other);
  }

  @Test
  void normsUseWhatTheyHaveLearnedAndKeepIt() {
    Tensor mean = norm.mean().value();
    model.sample(Tensor.full(DType.F32, Shape.of(600, 2), 5), SEED);
    assertThat(norm.mean().value()).isEqualTo(mean);
    ForwardContext context = ForwardContext.sampling(RandomKey.of(3));
    assertThat(context.isTraining()).isFalse();
    assertThat(context.isStochastic()).isTrue();
    network.apply(Expr.input("x", 4, 2), context);
    assertThat(context.updates()).isEmpty();
    assertThat(context.isRandom()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> context.update(norm.mean(), norm.mean()))
        .withMessage("context: inference must not update 'mean'");
  }

  @Test
  void aFrozenPartLeavesNothingToChance() {
    Model frozen =
        Model.compile(
            Sequential.of(network.frozen(), Dense.of(2, 1, SEED)),
            Loss.meanSquaredError(),
            Sgd.of(0.1));
    assertThat(frozen.sample(ONES, SEED)).isEqualTo(frozen.predict(ONES));
  }

  @Test
  void samplesBetweenStepsDoNotChangeATraining() {
    Model other =
        Model.compile(
            Sequential.of(BatchNorm.of(2), new Dropout(0.25), Dense.of(2, 2, SEED)),
            Loss.meanSquaredError(),
            Sgd.of(0.1));
    var data = new dev.adjoint.nn.data.Dataset(ONES, ONES);
    for (int i = 0; i < 2; i++) {
      model.sample(ONES, SEED);
      assertThat(model.trainOnBatch(data)).isEqualTo(other.trainOnBatch(data));
    }
  }
}
