// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.graph.IndexMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where the elements of a view lie, over as few axes as that takes: axes of extent 1 are left out
 * and neighbours that step evenly are merged.
 *
 * @param dims the extents, the outermost first
 * @param strides the distance between neighbours along each axis
 * @param offset the element at coordinates 0
 */
record LoopLayout(ImmutableIntArray dims, ImmutableIntArray strides, int offset) {
  /** Returns the layout of a total map. */
  static LoopLayout of(IndexMap map) {
    List<Integer> dims = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    for (int i = map.shape().rank() - 1; i >= 0; i--) {
      int dim = map.shape().dim(i);
      int stride = map.strides().get(i);
      int last = dims.size() - 1;
      if (dim == 1) {
        continue;
      }
      if (last >= 0 && stride == strides.get(last) * dims.get(last)) {
        dims.set(last, dims.get(last) * dim);
      } else {
        dims.add(dim);
        strides.add(stride);
      }
    }
    Collections.reverse(dims);
    Collections.reverse(strides);
    return new LoopLayout(
        ImmutableIntArray.copyOf(dims), ImmutableIntArray.copyOf(strides), map.offset());
  }

  /** Returns the extents of a loop over elements that all inputs have in order. */
  static ImmutableIntArray plain(int size) {
    return size == 1 ? ImmutableIntArray.of() : ImmutableIntArray.of(size);
  }

  /** Returns the extents of a loop that tells rows apart. */
  static ImmutableIntArray rows(int size, int row) {
    return row == size || row == 1 ? plain(size) : ImmutableIntArray.of(size / row, row);
  }

  /**
   * Returns the coarsest extents into which both of two can be cut, with as many elements; empty if
   * their axes interlock.
   */
  static Optional<ImmutableIntArray> refine(ImmutableIntArray a, ImmutableIntArray b) {
    List<Integer> result = new ArrayList<>();
    int i = a.length() - 1;
    int j = b.length() - 1;
    int x = i < 0 ? 1 : a.get(i);
    int y = j < 0 ? 1 : b.get(j);
    while (i >= 0 && j >= 0) {
      int step = Math.min(x, y);
      if (Math.max(x, y) % step != 0) {
        return Optional.empty();
      }
      result.add(step);
      x /= step;
      y /= step;
      if (x == 1 && --i >= 0) {
        x = a.get(i);
      }
      if (y == 1 && --j >= 0) {
        y = b.get(j);
      }
    }
    Collections.reverse(result);
    return Optional.of(ImmutableIntArray.copyOf(result));
  }

  /**
   * Returns a loop over extents that tell rows apart: some innermost ones have together as many
   * elements as a row. Empty if its axes interlock with rows.
   */
  static Optional<LoopFusion> byRows(LoopFusion loop, int row) {
    return refine(loop.dims(), rows(loop.size(), row))
        .map(dims -> {
          ImmutableList.Builder<LoopFusion.Access> reads = ImmutableList.builder();
          loop.reads()
              .forEach(
                  r -> reads.add(new LoopLayout(loop.dims(), r.strides(), r.offset()).over(dims)));
          return new LoopFusion(dims, reads.build(), loop.body(), loop.types());
        });
  }

  /** Returns where the elements lie over extents into which the axes are cut. */
  LoopFusion.Access over(ImmutableIntArray refined) {
    int[] result = new int[refined.length()];
    int i = dims.length() - 1;
    int covered = 1;
    for (int r = result.length - 1; r >= 0; r--) {
      result[r] = strides.get(i) * covered;
      covered *= refined.get(r);
      if (covered == dims.get(i)) {
        covered = 1;
        i--;
      }
    }
    return new LoopFusion.Access(offset, ImmutableIntArray.copyOf(result));
  }
}
