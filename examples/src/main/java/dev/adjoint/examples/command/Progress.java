// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.command;

import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Prints a line after each epoch, and on a terminal a bar while it lasts. */
public final class Progress implements TrainingListener {
  private final PrintWriter print;
  private int epochs;
  private int steps;
  private Optional<Bar> bar = Optional.empty();

  /**
   * Creates a listener.
   *
   * @param print where the lines go; a bar always goes to the terminal
   */
  public Progress(PrintWriter print) {
    this.print = print;
  }

  @Override
  public void trainingStarted(int epochs, int steps) {
    this.epochs = epochs;
    this.steps = steps;
  }

  @Override
  public void stepEnded(int epoch, int step, double loss) {
    if (step == 1) {
      print.flush();
      bar = Optional.of(Bar.of("epoch " + epoch + "/" + epochs, steps));
    }
    bar.orElseThrow().step();
  }

  @Override
  public void epochEnded(History.Epoch epoch) {
    bar.ifPresent(Bar::close);
    bar = Optional.empty();
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
