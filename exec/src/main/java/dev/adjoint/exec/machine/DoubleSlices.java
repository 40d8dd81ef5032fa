// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Copies slices of doubles; {@link FloatSlices} is the same for floats. */
final class DoubleSlices extends SliceCopy {
  private static final VectorSpecies<Double> SPECIES =
      VectorSpecies.of(double.class, VectorShape.forBitSize(VectorSupport.bits()));

  private final int last;

  DoubleSlices(int length) {
    last = length - SPECIES.length();
  }

  @Override
  public void copy(Object from, int at, Object to, int target) {
    copy((double[]) from, at, (double[]) to, target);
  }

  @Override
  public void take(Object table, int at, int[] slices, int first, int end, Object to, int target) {
    var source = (double[]) table;
    var result = (double[]) to;
    int length = last + SPECIES.length();
    for (int i = first; i < end; i++) {
      int n = slices[i] < 0 ? ~slices[i] : slices[i];
      copy(source, at + n * length, result, target + (i - first) * length);
    }
  }

  @Override
  public void put(Object from, int at, Object table, int target, int[] slices, int first, int end) {
    var source = (double[]) from;
    var result = (double[]) table;
    int length = last + SPECIES.length();
    for (int i = first; i < end; i++) {
      if (slices[i] >= 0) {
        copy(source, at + (i - first) * length, result, target + slices[i] * length);
      }
    }
  }

  private void copy(double[] from, int at, double[] to, int target) {
    for (int i = 0; i < last; i += SPECIES.length()) {
      DoubleVector.fromArray(SPECIES, from, at + i).intoArray(to, target + i);
    }
    // The last vector ends with the slice, and may cover elements that are copied already.
    DoubleVector.fromArray(SPECIES, from, at + last).intoArray(to, target + last);
  }
}
