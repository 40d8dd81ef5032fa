// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.exec.gemm.indirect.LaneProduct;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.plane.ObjectPool;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.util.Arrays;

/**
 * The sums of the parts for the derivative of a convolution by its filter, where a group has one
 * input channel: for each image of a part a {@link LaneProduct} of the elements under each tap,
 * from a {@link PolyphaseLayout} of neighbouring output positions, with the cotangents, which are
 * read in place. Work is divided by parts and groups.
 */
final class LaneFilterSums extends RangeKernel {
  private final ConvSizes sizes;
  private final int parts;
  private final int[] starts;
  private final int perLine;
  private final PolyphaseLayout layout;
  private final PlaneLoops loops;
  private final int[] blocks;
  private final Object[] sums;
  private final ObjectPool<Scratch> pool;

  LaneFilterSums(ConvSizes sizes, DType dtype) {
    super(
        sizes.groups() * sizes.parts(),
        (long) sizes.rows() * sizes.out() * sizes.columns() / sizes.parts() / 16);
    this.sizes = sizes;
    parts = sizes.parts();
    starts = new int[parts + 1];
    Arrays.setAll(starts, sizes::partStart);
    perLine = sizes.outputPositionsOfLine();
    layout = PolyphaseLayout.ofNeighbours(sizes, most(sizes.to().dim(0)));
    loops = PlaneLoops.of(dtype);
    sums = new Object[sizes.groups() * parts];
    Arrays.setAll(sums, _ -> dtype.newArray(sizes.rows() * sizes.out()));
    blocks = sizes.blocks();
    int mostBlocks = Arrays.stream(blocks).max().orElse(0);
    pool = new ObjectPool<>(() -> new Scratch(dtype, sizes, layout, mostBlocks));
  }

  /** Returns the largest number of lines of an image in a part. */
  private int most(int all) {
    int most = 1;
    for (int part = 0; part < parts; part++) {
      most = Math.max(most, starts[part + 1] - starts[part]);
    }
    return Math.min(most, all);
  }

  /**
   * Returns for each group and part a matrix with a row for each tap and a sum for each channel in
   * it.
   */
  Object[] sums() {
    return sums;
  }

  /** The scratch memory of an item. */
  private static final class Scratch {
    final Object copy;
    final Object products;
    final LaneProduct product;
    final BlockSums sum;
    int copied;

    Scratch(DType dtype, ConvSizes sizes, PolyphaseLayout layout, int blocks) {
      copy = dtype.newArray(layout.size(1));
      products = dtype.newArray(sizes.rows() * sizes.out());
      int[] offsets = layout.offsets(layout.targets().getFirst(), 1);
      product = LaneProduct.create(dtype, offsets, sizes.out());
      sum = new BlockSums(dtype, sizes.rows() * sizes.out(), blocks);
    }
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    int all = sizes.to().dim(0);
    Scratch scratch = pool.take();
    try {
      for (int item = from; item < to; item++) {
        scratch.sum.begin(sums[item], 0, blocks[item % parts]);
        int end = starts[item % parts + 1];
        for (int line = starts[item % parts], count; line < end; line += count) {
          count = Math.min(all - line % all, end - line);
          add(in, item / parts, line / all, line % all, count, scratch);
        }
        scratch.sum.end();
      }
    } finally {
      pool.give(scratch);
    }
  }

  /** Adds the contribution of some lines of output positions of an image. */
  private void add(Buffer[] in, int group, int image, int line, int count, Scratch scratch) {
    if (scratch.copied != line) {
      // Other lines have become padding.
      loops.clear(scratch.copy, 0, layout.plane());
      scratch.copied = line;
    }
    int plane = image * sizes.groups() + group;
    int x = in[0].offset() + plane * sizes.from().size();
    layout.copy(loops, in[0].array(), x, scratch.copy, 0, line);
    int dy = in[1].offset() + plane * sizes.out() * sizes.to().size() + line * perLine;
    int apart = sizes.to().size();
    int outputPositions = count * perLine;
    int size = sizes.rows() * sizes.out();
    BlockSums sum = scratch.sum;
    for (int first = 0; first < outputPositions; first += LaneProduct.RUN) {
      int length = Math.min(LaneProduct.RUN, outputPositions - first);
      scratch.product.run(
          scratch.copy, first, in[1].array(), dy + first, apart, length, scratch.products);
      if (sum.isFirst()) {
        System.arraycopy(scratch.products, 0, sum.array(), sum.at(), size);
      } else {
        loops.add(scratch.products, 0, sum.array(), sum.at(), size);
      }
      sum.added(1);
    }
  }
}
