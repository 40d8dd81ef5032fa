// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The line of progress, on a terminal that is a string and a clock that a test moves. */
class ProgressLineTests {
  private static final int EXAMPLES = 64;

  private final StringWriter terminal = new StringWriter();
  private long nanos = -5;

  private ProgressLine line(Charset charset) {
    return new ProgressLine(new PrintWriter(terminal), charset, () -> nanos);
  }

  /** Returns what was shown, one text after another, and forgets it. */
  private List<String> shown() {
    String all = terminal.toString();
    terminal.getBuffer().setLength(0);
    return all.isEmpty() ? List.of() : List.of(all.split("\r"));
  }

  private static Dataset data() {
    Tensor x = Tensor.linspace(DType.F32, -1, 1, EXAMPLES).reshape(EXAMPLES, 1);
    return new Dataset(x, x);
  }

  private static Model model(double rate) {
    return Model.compile(Dense.of(1, 1, Seed.of(1)), Loss.meanSquaredError(), Sgd.of(rate));
  }

  @Test
  void itSaysHowFarHowFastAndHowLong() {
    ProgressLine line = line(StandardCharsets.UTF_8);
    line.begin(10, 4);
    nanos += 2_000_000_000;
    line.step(1, 1, 32, 0.123456);
    assertThat(shown())
        .containsExactly("epoch 1/10 █████─────────────── 1/4  loss 0.1235  16/s  1:18 left");
    nanos += 2_000_000_000;
    line.step(1, 2, 32, 2);
    assertThat(shown())
        .containsExactly("epoch 1/10 ██████████────────── 2/4  loss 2.000  16/s  1:16 left ");
    line.clear();
    assertThat(shown()).containsExactly(" ".repeat(64));
    line.clear();
    assertThat(shown()).isEmpty();
  }

  /** Steps are slow until the JIT compiler has got to them; ten later ones take a second each. */
  @Test
  void aSlowBeginningIsForgotten() {
    ProgressLine line = line(StandardCharsets.UTF_8);
    line.begin(1, 40);
    nanos += 20_000_000_000L;
    line.step(1, 1, 8, 1);
    for (int step = 2; step <= 30; step++) {
      nanos += 1_000_000_000;
      line.step(1, step, 8, 1);
    }
    assertThat(shown().getLast().strip()).endsWith("30/40  loss 1.000  8/s  0:10 left");
  }

  @Test
  void aTerminalWithoutBlocksGetsOtherSigns() {
    ProgressLine line = line(StandardCharsets.US_ASCII);
    line.begin(1, 2);
    nanos += 1_000_000_000;
    line.step(1, 1, 32, 1);
    assertThat(shown())
        .containsExactly("epoch 1/1 ##########---------- 1/2  loss 1.000  32/s  0:01 left");
  }

  @Test
  void shortTrainingsShowNothingAndFastStepsNotEachOne() {
    ProgressLine line = line(StandardCharsets.UTF_8);
    line.begin(1, 1000);
    for (int step = 1; step <= 1000; step++) {
      nanos += 1_000_000;
      line.step(1, step, 1, 0.5);
    }
    assertThat(shown()).hasSize(8);
  }

  @Test
  void noLineIsLongerThanATerminalIsWide() {
    ProgressLine line = line(StandardCharsets.UTF_8);
    line.begin(Integer.MAX_VALUE, Integer.MAX_VALUE);
    nanos += 1_000_000_000;
    line.step(1_000_000_000, 1_000_000_000, 1_000_000_000, -1.2345e-100);
    assertThat(shown()).singleElement().asString().hasSize(79);
  }

  @Test
  void timesAreReadAsOnAClock() {
    assertThat(ProgressLine.clock(0)).isEqualTo("0:00");
    assertThat(ProgressLine.clock(6.2)).isEqualTo("0:07");
    assertThat(ProgressLine.clock(754)).isEqualTo("12:34");
    assertThat(ProgressLine.clock(11_100)).isEqualTo("3:05:00");
  }

  /** It is gone when a listener is told of an epoch, so that the listener may print. */
  @Test
  void aTrainingShowsItBetweenItsEpochs() {
    List<List<String>> epochs = new ArrayList<>();
    FitOptions fit =
        FitOptions.epochs(2)
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepEnded(int epoch, int step, double loss) {
                    nanos += 1_000_000_000;
                  }

                  @Override
                  public void epochEnded(History.Epoch epoch) {
                    epochs.add(shown());
                  }
                });
    Optional<ProgressLine> line = Optional.of(line(StandardCharsets.UTF_8));
    History shown = new FitRun(model(0.1), data(), fit, line).run();
    assertThat(epochs).hasSize(2);
    for (List<String> texts : epochs) {
      assertThat(texts).hasSize(3);
      assertThat(texts.get(1)).contains("2/2").contains("32/s");
      assertThat(texts.getLast()).isBlank();
    }
    assertThat(epochs.getLast().get(1)).startsWith("epoch 2/2").endsWith("0:00 left");
    assertThat(shown()).isEmpty();
    assertThat(model(0.1).fit(data(), FitOptions.epochs(2))).isEqualTo(shown);
  }

  @Test
  void aTrainingThatFailsLeavesNoLineBehind() {
    FitOptions fit =
        FitOptions.epochs(500).listener(TrainingListener.ofSteps(_ -> nanos += 1 << 29));
    Optional<ProgressLine> line = Optional.of(line(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> new FitRun(model(1e6), data(), fit, line).run())
        .isInstanceOf(ArithmeticException.class);
    assertThat(shown()).last().asString().isBlank();
  }

  /** Tests have no terminal; {@code quietly} asks for none where there is one. */
  @Test
  void withoutATerminalThereIsNone() {
    assertThat(ProgressLine.of(FitOptions.epochs(1).quietly())).isEmpty();
    assertThat(FitOptions.epochs(1).showsProgress()).isTrue();
    assertThat(FitOptions.epochs(1).quietly().showsProgress()).isFalse();
  }
}
