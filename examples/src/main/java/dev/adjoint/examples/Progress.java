// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.TrainingListener;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Prints a line after each epoch, and on a terminal a bar while it lasts. */
final class Progress implements TrainingListener {
  private static final int INTERVAL_MILLIS = 100;
  private static final int WIDTH = 72;

  private final PrintWriter print;
  private final boolean terminal;
  private int epochs;
  private int steps;
  private Optional<ProgressBar> bar = Optional.empty();

  /**
   * Creates a listener.
   *
   * @param print where the lines go; a bar always goes to the terminal
   */
  Progress(PrintWriter print) {
    this.print = print;
    Console console = System.console();
    this.terminal = console != null && console.isTerminal();
  }

  @Override
  public void trainingStarted(int epochs, int steps) {
    this.epochs = epochs;
    this.steps = steps;
  }

  @Override
  public void stepEnded(int epoch, int step, double loss) {
    if (terminal) {
      if (step == 1) {
        print.flush();
        bar = Optional.of(start("epoch " + epoch + "/" + epochs));
      }
      bar.orElseThrow().step();
    }
  }

  private ProgressBar start(String task) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(INTERVAL_MILLIS)
        .setConsumer(new DelegatingProgressBarConsumer(line -> overwrite(line + "\r"), WIDTH))
        .build();
  }

  private static void overwrite(String line) {
    System.out.print(line);
    System.out.flush();
  }

  @Override
  public void epochEnded(History.Epoch epoch) {
    if (bar.isPresent()) {
      bar.get().close();
      bar = Optional.empty();
      overwrite(" ".repeat(WIDTH) + "\r");
    }
    int width = Integer.toString(epochs).length();
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "epoch %" + width + "s/%s", epoch.number(), epochs));
    epoch
        .figures()
        .forEach((name, value) ->
            line.append("  ")
                .append(name.replace(History.VALIDATION, "test "))
                .append(
                    String.format(
                        Locale.ROOT, name.endsWith(History.LOSS) ? " %.9f" : " %.4f", value)));
    print.println(line);
    print.flush();
  }
}
