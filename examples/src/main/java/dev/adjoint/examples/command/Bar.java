// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.command;

import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.TrainingListener;
import java.io.Console;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar that fills while something lasts, on a terminal; nothing elsewhere. To a training it
 * listens by itself, and shows its epochs.
 */
public final class Bar implements TrainingListener, AutoCloseable {
  private static final int INTERVAL_MILLIS = 100;
  private static final int WIDTH = 72;

  private final Optional<ProgressBar> bar;
  private int steps;

  private Bar(Optional<ProgressBar> bar, int steps) {
    this.bar = bar;
    this.steps = steps;
  }

  /** Returns a bar for a task of so many steps. */
  public static Bar of(String task, int steps) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return new Bar(Optional.empty(), steps);
    }
    return new Bar(
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(
                    new DelegatingProgressBarConsumer(line -> overwrite(line + "\r"), WIDTH))
                .build()),
        steps);
  }

  /** Makes the bar longer by a step. */
  public void step() {
    bar.ifPresent(ProgressBar::step);
    steps--;
  }

  @Override
  public void epochEnded(History.Epoch epoch) {
    step();
    if (steps == 0) {
      close();
    }
  }

  /** Takes the bar from the screen. */
  @Override
  public void close() {
    bar.ifPresent(shown -> {
      shown.close();
      overwrite(" ".repeat(WIDTH) + "\r");
    });
  }

  private static void overwrite(String line) {
    System.out.print(line);
    System.out.flush();
  }
}
