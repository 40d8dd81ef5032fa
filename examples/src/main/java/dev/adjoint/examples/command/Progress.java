// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.command;

import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line after each epoch. */
public final class Progress implements TrainingListener {
  private final PrintWriter print;
  private int epochs;

  /**
   * Creates a listener.
   *
   * @param print where the lines go
   */
  public Progress(PrintWriter print) {
    this.print = print;
  }

  @Override
  public void trainingStarted(int epochs, int steps) {
    this.epochs = epochs;
  }

  @Override
  public void epochEnded(History.Epoch epoch) {
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
