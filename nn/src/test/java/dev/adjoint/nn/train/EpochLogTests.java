// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of epochs, and training batch by batch. */
class EpochLogTests {
  private static final Tensor X = Tensor.linspace(DType.F32, -1, 1, 40).reshape(40, 1);
  private static final Dataset DATA = new Dataset(X, X);

  @TempDir Path folder;

  private static Model model() {
    return Model.compile(Dense.of(1, 1, Seed.of(1)), Loss.meanSquaredError(), Sgd.of(0.1));
  }

  private static History.Epoch epoch(int number, double loss) {
    return new History.Epoch(number, ImmutableMap.of("loss", loss, "a \"b\",\n", Double.NaN));
  }

  @Test
  void aLineHasEveryDigitOfEveryFigure() throws IOException {
    Path file = folder.resolve("log.csv");
    History history =
        model().fit(DATA, FitOptions.epochs(3).validation(DATA).listener(EpochLog.csv(file)));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4).startsWith("epoch,loss,val_loss");
    for (History.Epoch epoch : history.epochs()) {
      assertThat(lines.get(epoch.number()))
          .isEqualTo(epoch.number() + "," + epoch.get("loss") + "," + epoch.get("val_loss"));
    }
  }

  @Test
  void namesAndNumbersAreWrittenAsTheFormatsWantThem() throws IOException {
    Path csv = folder.resolve("log.csv");
    Path json = folder.resolve("log.jsonl");
    for (int i = 1; i <= 2; i++) {
      EpochLog.csv(csv).epochEnded(epoch(i, i / 4.0));
      EpochLog.jsonLines(json).epochEnded(epoch(i, i / 4.0));
    }
    assertThat(json)
        .hasContent(
            """
            {"epoch":1,"loss":0.25,"a \\"b\\",\\u000a":null}
            {"epoch":2,"loss":0.5,"a \\"b\\",\\u000a":null}
            """);
    assertThat(Files.readString(csv)).startsWith("epoch,loss,\"a \"\"b\"\",\n\"\n");
    assertThat(Files.readString(csv)).endsWith("\n1,0.25,\n2,0.5,\n");
  }

  @Test
  void epochsThatAreDoneAgainAreWrittenAnew() throws IOException {
    Path file = folder.resolve("log.jsonl");
    EpochLog log = EpochLog.jsonLines(file);
    for (int number : new int[] {1, 2, 3, 2, 3}) {
      log.epochEnded(new History.Epoch(number, ImmutableMap.of("loss", (double) number)));
    }
    assertThat(file)
        .hasContent(
            """
            {"epoch":1,"loss":1.0}
            {"epoch":2,"loss":2.0}
            {"epoch":3,"loss":3.0}
            """);
    log.epochEnded(new History.Epoch(1, ImmutableMap.of("loss", 9.0)));
    assertThat(file).hasContent("{\"epoch\":1,\"loss\":9.0}");
  }

  @Test
  void aLogGoesOnFromACheckpoint() throws IOException {
    Path file = folder.resolve("log.csv");
    Path checkpoint = folder.resolve("run.safetensors");
    Path whole = folder.resolve("whole.csv");
    model().fit(DATA, FitOptions.epochs(4).listener(EpochLog.csv(whole)));
    for (int epochs : new int[] {2, 4}) {
      model()
          .fit(DATA, FitOptions.epochs(epochs).checkpoint(checkpoint).listener(EpochLog.csv(file)));
    }
    assertThat(file).hasSameTextualContentAs(whole);
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path nowhere = folder.resolve("none").resolve("log.csv");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> EpochLog.csv(nowhere).epochEnded(epoch(1, 0)))
        .withMessage("log: cannot write " + nowhere);
  }

  @Test
  void batchesThatAreGivenOneByOneTrainAsAnEpochDoes() {
    Model whole = model();
    Model inParts = model();
    History history = whole.fit(DATA, FitOptions.epochs(1).batchSize(10).inOrder());
    double sum = 0;
    for (int from = 0; from < 40; from += 10) {

      Dataset batch = DATA.rows(IntStream.range(from, from + 10).toArray());
      ImmutableMap<String, Double> figures = inParts.trainOnBatch(batch);
      sum += figures.get("loss");
    }
    assertThat(inParts.predict(X)).isEqualTo(whole.predict(X));
    assertThat(sum / 4).isEqualTo(history.last().get("loss"));
  }
}
