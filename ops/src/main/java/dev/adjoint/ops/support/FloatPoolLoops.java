package dev.adjoint.ops.support;

import dev.adjoint.exec.planes.SquareMaximum;

/** The loops for floats; {@link DoublePoolLoops} is the same for doubles, but for the vectors. */
final class FloatPoolLoops implements PoolLoops {
  private final PlaneTaps taps;
  private final int lines;
  private final int length;
  private final int stride;
  private final boolean square;
  private final boolean vectors;

  FloatPoolLoops(PlaneTaps taps) {
    this.taps = taps;
    lines = taps.lines();
    length = taps.length();
    stride = taps.stride();
    square = taps.isSquareOfFour();
    vectors = square && SquareMaximum.fits(length);
  }

  @Override
  public void max(Object x, int plane, Object y, int at, int[] where, int to, int[] scratch) {
    if (!square) {
      maxOfRows((float[]) x, plane, scratch);
    }
    for (int line = 0; line < lines; line++) {
      int done = line * length;
      if (square) {
        maxOfFour((float[]) x, plane, line, (float[]) y, at + done, where, to + done);
      } else {
        maxOfLine((float[]) x, plane, line, (float[]) y, at + done, where, to + done, scratch);
      }
    }
  }

  /** Returns {@code j} if {@code b}, which comes after {@code a}, is to be preferred, else i. */
  private static int larger(float a, float b, int i, int j) {
    // Without a branch, which random numbers would make the processor mispredict.
    return !(b <= a) & a == a ? j : i;
  }

  private void maxOfFour(float[] x, int plane, int line, float[] y, int at, int[] where, int to) {
    int upper = taps.line(0, line) + taps.shift(0);
    int lower = taps.line(1, line) + taps.shift(0);
    if (vectors) {
      SquareMaximum.run(x, plane, upper, lower, y, at, where, to, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      int a = upper + 2 * i;
      int b = lower + 2 * i;
      int above = larger(x[plane + a], x[plane + a + 1], a, a + 1);
      int below = larger(x[plane + b], x[plane + b + 1], b, b + 1);
      int best = larger(x[plane + above], x[plane + below], above, below);
      where[to + i] = best;
      y[at + i] = x[plane + best];
    }
  }

  /** Finds the largest element under one row of taps, at each place of each line of elements. */
  private void maxOfRows(float[] x, int plane, int[] best) {
    int extent = taps.extent();
    for (int at = 0, line = 0; line < taps.elements(); at += length, line += extent) {
      for (int i = 0; i < length; i++) {
        int from = line + i * stride;
        int last = taps.endTap(i);
        int largest = from + taps.shift(taps.firstTap(i));
        for (int tap = taps.firstTap(i) + 1; tap < last; tap++) {
          int element = from + taps.shift(tap);
          largest = larger(x[plane + largest], x[plane + element], largest, element);
        }
        best[at + i] = largest;
      }
    }
  }

  /** Finds the largest of those of the rows of taps at the places of a line. */
  private void maxOfLine(
      float[] x, int plane, int line, float[] y, int at, int[] where, int to, int[] ofRows) {
    boolean first = true;
    for (int row = 0; row < taps.rows(); row++) {
      int start = taps.line(row, line);
      int from = start / taps.extent() * length;
      for (int i = 0; start >= 0 && i < length; i++) {
        int element = ofRows[from + i];
        int before = first ? element : where[to + i];
        where[to + i] = larger(x[plane + before], x[plane + element], before, element);
      }
      first &= start < 0;
    }
    for (int i = 0; i < length; i++) {
      y[at + i] = x[plane + where[to + i]];
    }
  }

  @Override
  public void mean(Object x, int plane, Object y, int at, int[] counts) {
    for (int line = 0; line < lines; line++) {
      if (square) {
        meanOfFour((float[]) x, plane, line, (float[]) y, at + line * length, counts);
      } else {
        meanOfLine((float[]) x, plane, line, (float[]) y, at + line * length, counts);
      }
    }
  }

  private void meanOfFour(float[] x, int plane, int line, float[] y, int at, int[] counts) {
    int upper = plane + taps.line(0, line) + taps.shift(0);
    int lower = plane + taps.line(1, line) + taps.shift(0);
    float count = counts[line * length];
    for (int i = 0; i < length; i++) {
      int a = upper + 2 * i;
      int b = lower + 2 * i;
      y[at + i] = (0 + x[a] + x[a + 1] + x[b] + x[b + 1]) / count;
    }
  }

  private void meanOfLine(float[] x, int plane, int line, float[] y, int at, int[] counts) {
    for (int i = 0; i < length; i++) {
      float sum = 0;
      for (int row = 0; row < taps.rows(); row++) {
        int start = taps.line(row, line);
        for (int tap = taps.firstTap(i); start >= 0 && tap < taps.endTap(i); tap++) {
          sum += x[plane + start + taps.shift(tap) + i * stride];
        }
      }
      y[at + i] = sum / counts[line * length + i];
    }
  }

  @Override
  public void share(Object y, int at, Object x, int plane, int[] counts) {
    for (int line = 0; line < lines; line++) {
      if (square) {
        shareByFour((float[]) y, at + line * length, (float[]) x, plane, line, counts);
      } else {
        shareOfLine((float[]) y, at + line * length, (float[]) x, plane, line, counts);
      }
    }
  }

  private void shareByFour(float[] y, int at, float[] x, int plane, int line, int[] counts) {
    int upper = plane + taps.line(0, line) + taps.shift(0);
    int lower = plane + taps.line(1, line) + taps.shift(0);
    float count = counts[line * length];
    for (int i = 0; i < length; i++) {
      float share = 0 + y[at + i] / count;
      int a = upper + 2 * i;
      int b = lower + 2 * i;
      x[a] = share;
      x[a + 1] = share;
      x[b] = share;
      x[b + 1] = share;
    }
  }

  private void shareOfLine(float[] y, int at, float[] x, int plane, int line, int[] counts) {
    for (int i = 0; i < length; i++) {
      float share = 0 + y[at + i] / counts[line * length + i];
      for (int row = 0; row < taps.rows(); row++) {
        int start = taps.line(row, line);
        for (int tap = taps.firstTap(i); start >= 0 && tap < taps.endTap(i); tap++) {
          x[plane + start + taps.shift(tap) + i * stride] = share;
        }
      }
    }
  }
}
