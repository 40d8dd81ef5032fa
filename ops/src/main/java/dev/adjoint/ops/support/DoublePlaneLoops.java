package dev.adjoint.ops.support;

import java.util.Arrays;

/** The loops for doubles; {@link FloatPlaneLoops} has the same text but for the largest. */
record DoublePlaneLoops() implements PlaneLoops {
  @Override
  public void clear(Object y, int at, int count) {
    Arrays.fill((double[]) y, at, at + count, 0);
  }

  @Override
  public void read(Object x, int from, int step, Object y, int at, int count) {
    var source = (double[]) x;
    var target = (double[]) y;
    if (step == 1) {
      System.arraycopy(source, from, target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = source[from + i * step];
    }
  }

  @Override
  public void addSpread(Object x, int from, Object y, int at, int step, int count) {
    var source = (double[]) x;
    var target = (double[]) y;
    if (step == 1) {
      for (int i = 0; i < count; i++) {
        target[at + i] += source[from + i];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i * step] += source[from + i];
    }
  }

  @Override
  public void addRead(Object x, int from, int step, Object y, int at, int count) {
    var source = (double[]) x;
    var target = (double[]) y;
    if (step == 1) {
      for (int i = 0; i < count; i++) {
        target[at + i] += source[from + i];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] += source[from + i * step];
    }
  }

  @Override
  public void multiplyAdd(
      Object w, int tap, Object x, int from, int step, Object y, int at, int count) {
    double factor = ((double[]) w)[tap];
    var source = (double[]) x;
    var target = (double[]) y;
    if (step == 1) {
      for (int i = 0; i < count; i++) {
        target[at + i] = Math.fma(factor, source[from + i], target[at + i]);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = Math.fma(factor, source[from + i * step], target[at + i]);
    }
  }

  @Override
  public void multiplyAddZero(Object w, int tap, Object y, int at, int count) {
    double factor = ((double[]) w)[tap];
    var target = (double[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] = Math.fma(factor, 0, target[at + i]);
    }
  }

  @Override
  public void addProducts(
      Object w, int tap, Object x, int from, Object y, int at, int step, int count) {
    double factor = ((double[]) w)[tap];
    var source = (double[]) x;
    var target = (double[]) y;
    if (step == 1) {
      for (int i = 0; i < count; i++) {
        target[at + i] += factor * source[from + i];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i * step] += factor * source[from + i];
    }
  }

  @Override
  public void divide(Object y, int at, int[] divisors, int count) {
    var target = (double[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] /= divisors[i];
    }
  }

  @Override
  public void larger(
      Object x, int plane, int element, int step, long[] best, int[] where, int at, int count) {
    var source = (double[]) x;
    for (int i = 0; i < count; i++) {
      int position = element + i * step;
      // Adding +0 makes −0 the equal of +0; NaN becomes the one NaN, whose bits are above infinity.
      long bits = Double.doubleToLongBits(source[plane + position] + 0d);
      long order = bits ^ (bits >> 63 & Long.MAX_VALUE);
      boolean larger = order > best[at + i];
      best[at + i] = larger ? order : best[at + i];
      where[at + i] = larger ? position : where[at + i];
    }
  }

  @Override
  public void takeLargest(
      Object x,
      int plane,
      long[] best,
      int[] where,
      Object y,
      int at,
      int[] positions,
      int to,
      int count) {
    var source = (double[]) x;
    var target = (double[]) y;
    for (int i = 0; i < count; i++) {
      positions[to + i] = where[i];
      target[at + i] = source[plane + where[i]];
    }
  }
}
