// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.plane;

import java.util.Arrays;

/** The loops for doubles; {@link FloatPlaneLoops} has the same text. */
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
  public void spread(Object x, int from, Object y, int at, int step, int count) {
    var source = (double[]) x;
    var target = (double[]) y;
    if (step == 1) {
      System.arraycopy(source, from, target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i * step] = source[from + i];
    }
  }

  @Override
  public void add(Object x, int from, Object y, int at, int count) {
    var source = (double[]) x;
    var target = (double[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] += source[from + i];
    }
  }

  @Override
  public void divide(Object y, int at, int[] divisors, int count) {
    var target = (double[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] /= divisors[i];
    }
  }
}
