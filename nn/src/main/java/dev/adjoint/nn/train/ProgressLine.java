// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that says how far a training is, how fast it goes and how long it will
 * take, such as {@code epoch 3/10 ██████──── 120/469 loss 0.1234 5214/s 0:41 left}. It is written
 * over itself, and gone when the training ends or somebody is told of an epoch.
 */
final class ProgressLine {
  private static final long FIRST_NANOS = 300_000_000;
  private static final long EVERY_NANOS = 100_000_000;
  private static final int BAR = 20;

  /** Terminals of 80 columns break no line of so many. */
  private static final int WIDTH = 79;

  /** How far the training was at a time. */
  private record Mark(long nanos, long steps, long rows) {}

  private final PrintWriter terminal;
  private final LongSupplier nanos;
  private final boolean blocks;
  private int epochs;
  private int steps;
  private long next;
  private long stepsDone;
  private long rowsDone;

  /** Speed is that since this mark: the start, or later, so that a slow beginning is forgotten. */
  private Mark from = new Mark(0, 0, 0);

  /** The next {@code from}, once as much time has passed since it as between them. */
  private Mark then = from;

  private int shown;

  /**
   * Creates a line.
   *
   * @param terminal where it is written
   * @param charset what the terminal can show
   * @param nanos the time in nanoseconds
   */
  ProgressLine(PrintWriter terminal, Charset charset, LongSupplier nanos) {
    this.terminal = terminal;
    this.nanos = nanos;
    this.blocks = charset.newEncoder().canEncode('█') && charset.newEncoder().canEncode('─');
  }

  /** Returns a line on the terminal of this program; empty if it has none, or none is wanted. */
  static Optional<ProgressLine> of(FitOptions fit) {
    Console console = System.console();
    return !fit.showsProgress() || console == null || !console.isTerminal()
        ? Optional.empty()
        : Optional.of(new ProgressLine(console.writer(), console.charset(), System::nanoTime));
  }

  /**
   * Begins a training.
   *
   * @param epochsOfTraining how many epochs it has
   * @param stepsOfEpoch how many steps each has
   */
  void begin(int epochsOfTraining, int stepsOfEpoch) {
    epochs = epochsOfTraining;
    steps = stepsOfEpoch;
    from = new Mark(nanos.getAsLong(), 0, 0);
    then = from;
    next = from.nanos + FIRST_NANOS;
  }

  /**
   * Shows a step, if it is some time since another one was shown.
   *
   * @param epoch the number of the epoch among those of this training, from 1
   * @param step the step within it, from 1
   * @param rows how many examples the step took
   * @param loss the loss of the step
   */
  void step(int epoch, int step, int rows, double loss) {
    stepsDone++;
    rowsDone += rows;
    long now = nanos.getAsLong();
    if (now - next >= 0) {
      next = now + EVERY_NANOS;
      write(text(epoch, step, loss, now));
      mark(now);
    }
  }

  private void mark(long now) {
    if (now - then.nanos >= then.nanos - from.nanos) {
      from = then;
      then = new Mark(now, stepsDone, rowsDone);
    }
  }

  private String text(int epoch, int step, double loss, long now) {
    double seconds = (now - from.nanos) / 1e9;
    int full = (int) ((long) step * BAR / steps);
    String bar = (blocks ? "█" : "#").repeat(full) + (blocks ? "─" : "-").repeat(BAR - full);
    long left = (long) (epochs - epoch) * steps + steps - step;
    double secondsLeft = seconds / (stepsDone - from.steps) * left;
    return String.format(
        Locale.ROOT,
        "epoch %d/%d %s %d/%d  loss %.4g  %.0f/s  %s left",
        epoch,
        epochs,
        bar,
        step,
        steps,
        loss,
        (rowsDone - from.rows) / seconds,
        clock(secondsLeft));
  }

  /** Returns seconds as {@code 0:07}, {@code 12:34} or {@code 3:05:00}. */
  static String clock(double seconds) {
    long whole = (long) StrictMath.ceil(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** Takes the line from the terminal. */
  void clear() {
    if (shown > 0) {
      write("");
    }
  }

  private void write(String line) {
    String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
    String rest = " ".repeat(Math.max(0, shown - cut.length()));
    terminal.print(cut + rest + '\r');
    terminal.flush();
    shown = cut.length();
  }
}
