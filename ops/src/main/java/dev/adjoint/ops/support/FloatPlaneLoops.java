package dev.adjoint.ops.support;

import java.util.Arrays;

/** The loops for floats; {@link DoublePlaneLoops} is the same text for doubles. */
record FloatPlaneLoops() implements PlaneLoops {
  @Override
  public void clear(Object y, int at, int count) {
    Arrays.fill((float[]) y, at, at + count, 0);
  }

  @Override
  public void read(Object x, int from, int step, Object y, int at, int count) {
    if (step == 1) {
      System.arraycopy(x, from, y, at, count);
      return;
    }
    var source = (float[]) x;
    var target = (float[]) y;
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
  public void divide(Object y, int at, int[] divisors, int count) {
    var target = (float[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] /= divisors[i];
    }
  }

  @Override
  public void larger(
      Object x, int from, int step, Object y, int at, int[] places, int to, int place, int count) {
    var source = (float[]) x;
    var target = (float[]) y;
    for (int i = 0; i < count; i++) {
      float v = source[from + i * step];
      float best = target[at + i];
      if (v > best || v != v && best == best) {
        target[at + i] = v;
        places[to + i] = place + i * step;
      }
    }
  }

  @Override
  public void transpose(Object x, int from, int stride, Object y, int at, int rows, int columns) {
    var source = (float[]) x;
    var target = (float[]) y;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        target[at + j * rows + i] = source[from + i * stride + j];
      }
    }
  }
}
