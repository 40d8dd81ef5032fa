// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.sort;

import dev.adjoint.graph.Buffer;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.Arrays;

/**
 * Sorts each line along an axis by a merge sort between two arrays: runs of {@value #RUN} by
 * insertion, then pairs of runs, bottom up. The sort is stable.
 */
public final class SortKernel extends RangeKernel {
  private static final int RUN = 16;

  private final AxisLayout layout;
  private final boolean descending;
  private final Line[] lines;

  /** Creates a kernel for the lines of a layout. */
  public SortKernel(AxisLayout layout, boolean descending) {
    super(layout.lines(), 16L * layout.extent());
    this.layout = layout;
    this.descending = descending;
    lines = new Line[pieces()];
    Arrays.setAll(lines, _ -> new Line(layout.extent()));
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    int n = layout.extent();
    int step = layout.inner();
    Line line = lines[piece];
    for (int number = from; number < to; number++) {
      int start = layout.start(number);
      for (int i = 0; i < n; i++) {
        long key = SortKeys.of(in[0], start + i * step);
        line.keys[i] = descending ? ~key : key;
        line.places[i] = i;
      }
      line.sort(n);
      int[] places = out[1].i32();
      for (int i = 0; i < n; i++) {
        int at = start + i * step;
        int source = start + line.places[i] * step;
        System.arraycopy(
            in[0].array(), in[0].offset() + source, out[0].array(), out[0].offset() + at, 1);
        places[out[1].offset() + at] = line.places[i];
      }
    }
  }

  /** A line of keys with their original indices. */
  private static final class Line {
    private long[] keys;
    private int[] places;
    private long[] otherKeys;
    private int[] otherPlaces;

    Line(int n) {
      keys = new long[n];
      places = new int[n];
      otherKeys = new long[n];
      otherPlaces = new int[n];
    }

    void sort(int n) {
      for (int from = 0; from < n; from += RUN) {
        insert(from, Math.min(n, from + RUN));
      }
      for (long run = RUN; run < n; run *= 2) {
        for (long from = 0; from < n; from += 2 * run) {
          merge((int) from, (int) Math.min(n, from + run), (int) Math.min(n, from + 2 * run));
        }
        long[] sorted = otherKeys;
        otherKeys = keys;
        keys = sorted;
        int[] moved = otherPlaces;
        otherPlaces = places;
        places = moved;
      }
    }

    private void insert(int from, int to) {
      for (int i = from + 1; i < to; i++) {
        long key = keys[i];
        int place = places[i];
        int j = i;
        for (; j > from && keys[j - 1] > key; j--) {
          keys[j] = keys[j - 1];
          places[j] = places[j - 1];
        }
        keys[j] = key;
        places[j] = place;
      }
    }

    private void merge(int from, int middle, int to) {
      int a = from;
      int b = middle;
      for (int i = from; i < to; i++) {
        boolean left = b >= to || a < middle && keys[a] <= keys[b];
        int source = left ? a++ : b++;
        otherKeys[i] = keys[source];
        otherPlaces[i] = places[source];
      }
    }
  }
}
