// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.augment.Augmentation;
import dev.adjoint.nn.data.augment.RandomNoise;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on examples that are changed in every epoch. */
class AugmentedTrainingTests {
  private static final Dataset DATA =
      new Dataset(
          Tensor.linspace(DType.F32, -1, 1, 12).reshape(12, 1),
          Tensor.linspace(DType.F32, 0, 2, 12).reshape(12, 1));

  @TempDir private Path folder = Path.of("");

  private static Model model() {
    return Model.compile(Dense.of(1, 1, Seed.of(1)), Loss.meanSquaredError(), Sgd.of(0.05));
  }

  private static Tensor weight(Model model) {
    return model.parameters().trained().get("weight").value();
  }

  @Test
  void everyEpochHasExamplesOfItsOwnAndTheSeedDecidesThem() {
    List<Dataset> seen = new ArrayList<>();
    Augmentation noise =
        (data, seed) -> {
          assertThat(data).isEqualTo(DATA);
          Dataset changed = new RandomNoise(0.1).apply(data, seed);
          seen.add(changed);
          return changed;
        };
    FitOptions fit = FitOptions.epochs(3).batchSize(5).seed(Seed.of(7)).augmentation(noise);
    Model one = model();
    one.fit(DATA, fit);
    assertThat(seen).hasSize(3).doesNotHaveDuplicates();
    Model two = model();
    two.fit(DATA, fit);
    assertThat(seen.subList(3, 6)).isEqualTo(seen.subList(0, 3));
    assertThat(weight(two)).isEqualTo(weight(one));
    Model other = model();
    other.fit(DATA, fit.seed(Seed.of(8)));
    assertThat(weight(other)).isNotEqualTo(weight(one));
  }

  @Test
  void aTrainingThatIsInterruptedGoesOnToTheSameBits() {
    FitOptions fit = FitOptions.epochs(4).batchSize(5).augmentation(new RandomNoise(0.3));
    Model whole = model();
    whole.fit(DATA, fit);
    Path file = folder.resolve("checkpoint");
    FitOptions two = FitOptions.epochs(2).batchSize(5).augmentation(new RandomNoise(0.3));
    model().fit(DATA, two.checkpoint(file));
    Model resumed = model();
    resumed.fit(DATA, fit.checkpoint(file));
    assertThat(weight(resumed)).isEqualTo(weight(whole));
  }

  @Test
  void validationDataStaysAsItIs() {
    FitOptions fit = FitOptions.epochs(1).validation(DATA).augmentation(new RandomNoise(5));
    Model model = model();
    double validation = model.fit(DATA, fit).last().get("val_loss");
    assertThat(validation).isEqualTo(model.evaluate(DATA).get("loss"));
  }

  @Test
  void examplesOfAnotherTypeAreRefused() {
    FitOptions fit =
        FitOptions.epochs(1).augmentation((data, seed) -> data.mapFeatures(x -> x.cast(DType.F64)));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> model().fit(DATA, fit))
        .withMessage(
            "fit: the augmentation must keep the types of the examples: dataset of f32[12, 1] →"
                + " f32[12, 1], got dataset of f64[12, 1] → f32[12, 1]; change them before");
  }
}
