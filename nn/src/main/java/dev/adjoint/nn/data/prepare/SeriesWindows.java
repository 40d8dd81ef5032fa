// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;

/**
 * Cuts a series into windows that overlap, to learn from each what comes next: {@code
 * SeriesWindows.of(24).horizon(3)} predicts three values from the 24 before them. Window {@code i}
 * begins at {@code i·stride} and holds every {@code rate}-th step, as in Keras's {@code
 * timeseries_dataset_from_array}.
 *
 * @param length how many steps a window has
 * @param horizon how many steps after it are the targets
 * @param stride how far a window begins after the one before
 * @param rate how far a step of a window, or of its targets, is from the one before
 */
public record SeriesWindows(int length, int horizon, int stride, int rate) {
  /** Checks the parameters. */
  public SeriesWindows {
    Preconditions.checkArgument(length > 0, "windows: the length must be positive: %s", length);
    Preconditions.checkArgument(horizon > 0, "windows: the horizon must be positive: %s", horizon);
    Preconditions.checkArgument(stride > 0, "windows: the stride must be positive: %s", stride);
    Preconditions.checkArgument(rate > 0, "windows: the rate must be positive: %s", rate);
  }

  /** Returns windows that begin at every step, to predict the next step. */
  public static SeriesWindows of(int length) {
    return new SeriesWindows(length, 1, 1, 1);
  }

  /** Returns this with another number of steps to predict. */
  public SeriesWindows horizon(int newHorizon) {
    return new SeriesWindows(length, newHorizon, stride, rate);
  }

  /** Returns this with another distance between the windows. */
  public SeriesWindows stride(int newStride) {
    return new SeriesWindows(length, horizon, newStride, rate);
  }

  /** Returns this with another distance between the steps of a window. */
  public SeriesWindows rate(int newRate) {
    return new SeriesWindows(length, horizon, stride, newRate);
  }

  /**
   * Returns windows {@code [n, length, …]} and the steps after each {@code [n, horizon, …]}.
   *
   * @param series {@code [steps, …]}, the oldest first
   * @throws ShapeException if it is a scalar, or there are too many elements
   * @throws IllegalArgumentException if the series is too short for one window and its targets
   */
  public Dataset dataset(Tensor series) {
    long span = (length + (long) horizon - 1) * rate + 1;
    int n = count(series, span);
    return new Dataset(cut(series, 0, length, n), cut(series, (long) length * rate, horizon, n));
  }

  /**
   * Returns windows {@code [n, length, …]} and a target of one's own for each: {@code targets[i]}
   * is that of the window that begins at step {@code i}, as in Keras. The horizon does not matter.
   *
   * @param series {@code [steps, …]}, the oldest first
   * @param targets {@code [m, …]}; where they end, the windows do
   * @throws ShapeException if one is a scalar, or there are too many elements
   * @throws IllegalArgumentException if the series is too short for one window
   */
  public Dataset dataset(Tensor series, Tensor targets) {
    int most = Math.ceilDiv(steps(targets), stride);
    Preconditions.checkArgument(most > 0, "windows: there are no targets: %s", targets.type());
    int n = Math.min(most, count(series, (length - 1L) * rate + 1));
    Shape shape = Shape.of("windows", longs(targets.shape().with(0, n)));
    return new Dataset(cut(series, 0, length, n), cut(targets, 0, 1, n).reshape(shape));
  }

  /**
   * Returns windows {@code [n, length, …]} alone, to predict what comes after each.
   *
   * @param series {@code [steps, …]}, the oldest first
   * @throws ShapeException if it is a scalar, or there are too many elements
   * @throws IllegalArgumentException if the series is too short for one window
   */
  public Tensor windows(Tensor series) {
    return cut(series, 0, length, count(series, (length - 1L) * rate + 1));
  }

  /** Returns how many windows there are that take so many neighbouring steps. */
  private int count(Tensor series, long span) {
    int steps = steps(series);
    Preconditions.checkArgument(
        steps >= span,
        "windows: %s steps are needed for one window, the series has %s: %s",
        span,
        steps,
        series.type());
    return (int) ((steps - span) / stride + 1);
  }

  private static int steps(Tensor series) {
    if (series.shape().isScalar()) {
      throw new ShapeException("windows", "a series needs an axis of steps, got " + series.type());
    }
    return series.shape().dim(0);
  }

  private Tensor cut(Tensor series, long from, int count, int n) {
    Shape step = series.shape();
    long[] dims = new long[step.rank() + 1];
    dims[0] = n;
    dims[1] = count;
    for (int axis = 1; axis < step.rank(); axis++) {
      dims[axis + 1] = step.dim(axis);
    }
    Shape shape = Shape.of("windows", dims);
    int width = series.size() / step.dim(0);
    Buffer all = Buffer.allocate(series.dtype(), shape.size());
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < count; k++) {
        int at = (int) (from + (long) i * stride + (long) k * rate);
        System.arraycopy(
            series.buffer().array(),
            series.buffer().offset() + at * width,
            all.array(),
            (i * count + k) * width,
            width);
      }
    }
    return Tensor.over(shape, all);
  }

  private static long[] longs(Shape shape) {
    return shape.dims().stream().asLongStream().toArray();
  }
}
