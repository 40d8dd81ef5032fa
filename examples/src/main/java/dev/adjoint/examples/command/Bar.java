// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.command;

import java.io.Console;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar that fills while something lasts, on a terminal; nothing elsewhere. The training of a model
 * shows a line of its own.
 */
public final class Bar implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 100;
  private static final int WIDTH = 72;

  private final Optional<ProgressBar> bar;

  private Bar(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  /** Returns a bar for a task of so many steps. */
  public static Bar of(String task, int steps) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return new Bar(Optional.empty());
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
                .build()));
  }

  /** Makes the bar longer by a step. */
  public void step() {
    bar.ifPresent(ProgressBar::step);
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
