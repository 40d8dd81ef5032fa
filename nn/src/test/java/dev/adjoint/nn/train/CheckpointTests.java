// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.file.Safetensors;
import dev.adjoint.nn.file.Weights;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.RSquared;
import dev.adjoint.nn.optimizer.Adam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are written down and go on in another program. */
class CheckpointTests {
  private static final Tensor X = Tensor.linspace(DType.F32, -1, 1, 80).reshape(40, 2);
  private static final Dataset DATA =
      new Dataset(X, Tensor.linspace(DType.F32, 0, 1, 40).reshape(40, 1));

  @TempDir Path folder;

  private static Model model() {
    Layer network =
        Sequential.of(
            Dense.of(2, 8, Seed.of(1)),
            Activation.tanh(),
            new Dropout(0.2),
            Dense.of(8, 1, Seed.of(2)));
    return Model.compile(network, Loss.meanSquaredError(), Adam.of(0.01), new RSquared());
  }

  private Path file() {
    return folder.resolve("run.safetensors");
  }

  private static ImmutableMap<String, Tensor> weights(Model model) {
    return Weights.of(model.parameters()).values();
  }

  /** Stops a training as a fault would, after so many steps. */
  private static TrainingListener failingAfter(int epoch, int step) {
    return new TrainingListener() {
      @Override
      public void stepEnded(int e, int s, double loss) {
        if (e == epoch && s == step) {
          throw new IllegalStateException("enough");
        }
      }
    };
  }

  @Test
  void aTrainingGoesOnWithinAnEpochWithTheSameFiguresAndBits() {
    FitOptions fit = FitOptions.epochs(6).batchSize(7);
    Model atOnce = model();
    History expected = atOnce.fit(DATA, fit);
    for (int[] failure : new int[][] {{1, 1}, {2, 5}, {4, 6}, {6, 3}}) {
      TrainingListener fault = failingAfter(failure[0], failure[1]);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> model().fit(DATA, fit.checkpoint(file(), 2).listener(fault)));
    }
    Model last = model();
    assertThat(last.fit(DATA, fit.checkpoint(file(), 2))).isEqualTo(expected);
    assertThat(weights(last)).isEqualTo(weights(atOnce));
    // And from the training as it ended, as from one that was never interrupted.
    assertThat(last.fit(DATA, FitOptions.epochs(1).batchSize(7)))
        .isEqualTo(atOnce.fit(DATA, FitOptions.epochs(1).batchSize(7)));
  }

  @Test
  void whereNothingIsLeftToDoTheProgramHasItsResultAtOnce() {
    FitOptions fit = FitOptions.epochs(3).batchSize(7).checkpoint(file());
    Model first = model();
    History history = first.fit(DATA, fit);
    Model second = model();
    assertThat(second.fit(DATA, fit.listener(failingAfter(1, 1)))).isEqualTo(history);
    assertThat(weights(second)).isEqualTo(weights(first));
  }

  @Test
  void moreEpochsGoOnFromTheEnd() {
    Model whole = model();
    History expected = whole.fit(DATA, FitOptions.epochs(5));
    model().fit(DATA, FitOptions.epochs(3).checkpoint(file()));
    Model longer = model();
    assertThat(longer.fit(DATA, FitOptions.epochs(5).checkpoint(file()))).isEqualTo(expected);
    assertThat(weights(longer)).isEqualTo(weights(whole));
  }

  @Test
  void theStoppedAndTheBestAreTheSameAfterAFault() {
    FitOptions fit =
        FitOptions.epochs(60).seed(Seed.of(4)).earlyStopping(EarlyStopping.smallest("loss", 2));
    Model atOnce = model();
    History expected = atOnce.fit(DATA, fit);
    assertThat(expected.epochs().size()).isBetween(5, 59);
    int almost = expected.epochs().size();
    TrainingListener fault = failingAfter(almost, 1);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> model().fit(DATA, fit.checkpoint(file()).listener(fault)));
    Model last = model();
    assertThat(last.fit(DATA, fit.checkpoint(file()))).isEqualTo(expected);
    assertThat(weights(last)).isEqualTo(weights(atOnce));
  }

  @Test
  void weightsAreLoadedFromACheckpoint() throws IOException {
    Model trained = model();
    trained.fit(DATA, FitOptions.epochs(1).checkpoint(file()));
    Model other = model();
    other.load(file());
    assertThat(weights(other)).isEqualTo(weights(trained));
  }

  private void assertRefused(FitOptions fit, String message) {
    Model fresh = model();
    ImmutableMap<String, Tensor> before = weights(fresh);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> fresh.fit(DATA, fit.checkpoint(file())))
        .havingCause()
        .withMessage(file() + ": " + message);
    assertThat(weights(fresh)).isEqualTo(before);
  }

  @Test
  void theCheckpointOfAnotherTrainingIsRefused() throws IOException {
    model().fit(DATA, FitOptions.epochs(1).checkpoint(file()));
    assertRefused(
        FitOptions.epochs(1).batchSize(8),
        "is the checkpoint of another training: batch size is 32 there, 8 here; give another file");
    assertRefused(
        FitOptions.epochs(1).validationShare(0.25),
        "is the checkpoint of another training: examples is 40 there, 30 here; give another file");
    assertRefused(
        FitOptions.epochs(1).inOrder(),
        "is the checkpoint of another training: shuffled is true there, false here; give another"
            + " file");
    Model again = model();
    again.fit(DATA, FitOptions.epochs(2));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> again.fit(DATA, FitOptions.epochs(1).checkpoint(file())))
        .withMessageContaining("epochs before is 0 there, 2 here; give another file");
    model().save(file());
    assertRefused(
        FitOptions.epochs(1), "is no checkpoint of a training; load weights with Model.load");
  }

  /** Whatever is changed in a checkpoint, it is refused by name before a variable is changed. */
  @Test
  void aDamagedCheckpointIsRefusedByName() throws IOException {
    FitOptions fit = FitOptions.epochs(2);
    model().fit(DATA, fit.checkpoint(file()));
    Safetensors whole = Safetensors.read(file());
    for (String name : whole.tensors().keySet()) {
      Map<String, Tensor> less = new LinkedHashMap<>(whole.tensors());
      less.remove(name);
      new Safetensors(ImmutableMap.copyOf(less), whole.metadata()).write(file());
      assertThatExceptionOfType(UncheckedIOException.class)
          .as(name)
          .isThrownBy(() -> model().fit(DATA, fit.checkpoint(file())))
          .withMessageContaining(file().toString());
    }
    for (String[] change :
        new String[][] {
          {"epoch", "-1"},
          {"epoch", "3"},
          {"epoch", "x"},
          {"epoch", "99999999999"},
          {"step", "-1"},
          {"step", "3"},
          {"step", ""}
        }) {
      Map<String, String> other = new LinkedHashMap<>(whole.metadata());
      other.put(change[0], change[1]);
      new Safetensors(whole.tensors(), ImmutableMap.copyOf(other)).write(file());
      assertThatExceptionOfType(UncheckedIOException.class)
          .as(change[0] + change[1])
          .isThrownBy(() -> model().fit(DATA, fit.checkpoint(file())))
          .withMessageContaining("expected how far a training has come, found ");
    }
    Files.write(file(), new byte[100]);
    assertRefused(
        fit, "at byte 0: expected the length of the header, from 2 to 92 in this file, found 0");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path nowhere = folder.resolve("none").resolve("run.safetensors");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> model().fit(DATA, FitOptions.epochs(1).checkpoint(nowhere)))
        .withMessage("fit: cannot write the checkpoint " + nowhere);
  }
}
