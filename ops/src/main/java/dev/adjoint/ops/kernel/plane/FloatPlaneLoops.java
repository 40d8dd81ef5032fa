// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.plane;

import java.util.Arrays;

/** The loops for floats; {@link DoublePlaneLoops} has the same text. */
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
  public void spread(Object x, int from, Object y, int at, int step, int count) {
    var source = (float[]) x;
    var target = (float[]) y;
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
    var source = (float[]) x;
    var target = (float[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] += source[from + i];
    }
  }

  @Override
  public void divide(Object y, int at, int[] divisors, int count) {
    var target = (float[]) y;
    for (int i = 0; i < count; i++) {
      target[at + i] /= divisors[i];
    }
  }
}
