package dev.adjoint.ops.support;

import java.util.Arrays;

/** The loops for floats; {@link DoublePlaneLoops} has the same text but for the largest. */
record FloatPlaneLoops() implements PlaneLoops {
  @Override
  public void clear(Object y, int at, int count) {
    Arrays.fill((float[]) y, at, at + count, 0);
  }

  @Override
  public void read(Object x, int from, int step, Object y, int at, int count) {
    var source = (float[]) x;
    var target = (float[]) y;
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
    var source = (float[]) x;
    var target = (float[]) y;
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
    var source = (float[]) x;
    var target = (float[]) y;
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
    float factor = ((float[]) w)[tap];
    var source = (float[]) x;
    var target = (float[]) y;
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
    float factor = ((float[]) w)[tap];
    var target = (float[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] = Math.fma(factor, 0, target[at + i]);
    }
  }

  @Override
  public void addProducts(
      Object w, int tap, Object x, int from, Object y, int at, int step, int count) {
    float factor = ((float[]) w)[tap];
    var source = (float[]) x;
    var target = (float[]) y;
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
    var target = (float[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] /= divisors[i];
    }
  }

  /** Keeps the order of floats and their positions in one number, so that no branch is needed. */
  @Override
  public void larger(
      Object x, int plane, int element, int step, long[] best, int[] where, int at, int count) {
    var source = (float[]) x;
    for (int i = 0; i < count; i++) {
      int position = element + i * step;
      // Adding +0 makes −0 the equal of +0; NaN becomes the one NaN, whose bits are above infinity.
      int bits = Float.floatToIntBits(source[plane + position] + 0f);
      long order = bits ^ (bits >> 31 & Integer.MAX_VALUE);
      best[at + i] = Math.max(best[at + i], order << 32 | Integer.MAX_VALUE - position);
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
    var source = (float[]) x;
    var target = (float[]) y;
    for (int i = 0; i < count; i++) {
      int position = Integer.MAX_VALUE - (int) best[i];
      positions[to + i] = position;
      target[at + i] = source[plane + position];
    }
  }
}
