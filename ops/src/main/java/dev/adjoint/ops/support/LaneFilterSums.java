package dev.adjoint.ops.support;

import dev.adjoint.exec.gemm.LaneProduct;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.Arrays;

/**
 * The sums of the parts for the derivative of a convolution by its filter, where a group has one
 * input channel: for each image of a part a {@link LaneProduct} of what lies under each tap, from a
 * {@link Lattice} of neighbouring places, and the cotangents, where they lie. Parts and groups are
 * shared out.
 */
final class LaneFilterSums extends RangeKernel {
  private final ConvSizes sizes;
  private final int parts;
  private final int[] starts;
  private final int perLine;
  private final Lattice lattice;
  private final PlaneLoops loops;
  private final Object[] sums;
  private final ScratchPool<Scratch> pool;

  LaneFilterSums(ConvSizes sizes, DType dtype) {
    super(
        sizes.groups() * sizes.parts(),
        (long) sizes.rows() * sizes.out() * sizes.columns() / sizes.parts() / 16);
    this.sizes = sizes;
    parts = sizes.parts();
    starts = new int[parts + 1];
    Arrays.setAll(starts, sizes::partStart);
    perLine = sizes.placesOfLine();
    lattice = Lattice.ofNeighbours(sizes, most(sizes.to().dim(0)));
    loops = PlaneLoops.of(dtype);
    sums = new Object[sizes.groups() * parts];
    Arrays.setAll(sums, _ -> dtype.newArray(sizes.rows() * sizes.out()));
    pool = new ScratchPool<>(() -> new Scratch(dtype, sizes, lattice));
  }

  /** Returns how many lines of an image a part has at most. */
  private int most(int all) {
    int most = 1;
    for (int part = 0; part < parts; part++) {
      most = Math.max(most, starts[part + 1] - starts[part]);
    }
    return Math.min(most, all);
  }

  /** Returns for each group and part in it a row for each tap, of a sum for each channel. */
  Object[] sums() {
    return sums;
  }

  /** What an item is computed in. */
  private static final class Scratch {
    final Object copy;
    final Object products;
    final LaneProduct product;
    int copied;

    Scratch(DType dtype, ConvSizes sizes, Lattice lattice) {
      copy = dtype.newArray(lattice.size(1));
      products = dtype.newArray(sizes.rows() * sizes.out());
      int[] offsets = lattice.offsets(lattice.targets().getFirst(), 1);
      product = LaneProduct.create(dtype, offsets, sizes.out());
    }
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    int all = sizes.to().dim(0);
    Scratch scratch = pool.take();
    try {
      for (int item = from; item < to; item++) {
        loops.clear(sums[item], 0, sizes.rows() * sizes.out());
        int end = starts[item % parts + 1];
        for (int line = starts[item % parts], count; line < end; line += count) {
          count = Math.min(all - line % all, end - line);
          add(in, item / parts, line / all, line % all, count, scratch, sums[item]);
        }
      }
    } finally {
      pool.give(scratch);
    }
  }

  /** Adds what some lines of places of an image give. */
  private void add(
      Buffer[] in, int group, int image, int line, int count, Scratch scratch, Object sum) {
    if (scratch.copied != line) {
      // Other lines are padding now.
      loops.clear(scratch.copy, 0, lattice.plane());
      scratch.copied = line;
    }
    int plane = image * sizes.groups() + group;
    int x = in[0].offset() + plane * sizes.from().size();
    lattice.copy(loops, in[0].array(), x, scratch.copy, 0, line);
    int dy = in[1].offset() + plane * sizes.out() * sizes.to().size() + line * perLine;
    scratch.product.run(
        scratch.copy, 0, in[1].array(), dy, sizes.to().size(), count * perLine, scratch.products);
    loops.add(scratch.products, 0, sum, 0, sizes.rows() * sizes.out());
  }
}
