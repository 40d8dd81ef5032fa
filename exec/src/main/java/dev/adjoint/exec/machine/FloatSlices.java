// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Copies slices of floats; {@link DoubleSlices} is the same for doubles. */
final class FloatSlices extends SliceCopy {
  private static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(float.class, VectorShape.forBitSize(VectorSupport.bits()));

  private final int last;

  FloatSlices(int length) {
    last = length - SPECIES.length();
  }

  @Override
  public void copy(Object from, int at, Object to, int target) {
    copy((float[]) from, at, (float[]) to, target);
  }

  @Override
  public void take(Object table, int at, int[] slices, int first, int end, Object to, int target) {
    var source = (float[]) table;
    var result = (float[]) to;
    int length = last + SPECIES.length();
    for (int i = first; i < end; i++) {
      int n = slices[i] < 0 ? ~slices[i] : slices[i];
      copy(source, at + n * length, result, target + (i - first) * length);
    }
  }

  @Override
  public void put(Object from, int at, Object table, int target, int[] slices, int first, int end) {
    var source = (float[]) from;
    var result = (float[]) table;
    int length = last + SPECIES.length();
    for (int i = first; i < end; i++) {
      if (slices[i] >= 0) {
        copy(source, at + (i - first) * length, result, target + slices[i] * length);
      }
    }
  }

  private void copy(float[] from, int at, float[] to, int target) {
    for (int i = 0; i < last; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, from, at + i).intoArray(to, target + i);
    }
    // The last vector ends with the slice, and may cover elements that are copied already.
    FloatVector.fromArray(SPECIES, from, at + last).intoArray(to, target + last);
  }
}
