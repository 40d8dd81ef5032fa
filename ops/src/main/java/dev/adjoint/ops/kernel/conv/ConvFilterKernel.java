// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.exec.gemm.indirect.IndirectLeftProduct;
import dev.adjoint.exec.machine.CacheSizes;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.util.Arrays;

/**
 * The derivative of a convolution by its filter. The lines of output positions are cut into parts.
 * For each part, the elements under each tap, read from a {@link PolyphaseLayout}, are multiplied
 * by the transposed cotangents, some lines at a time; then the parts are added. Work is divided by
 * parts, groups and, if these are few, input channels, each piece with scratch memory of its own.
 * If a group has one input channel, {@link LaneFilterSums} compute the parts.
 */
public final class ConvFilterKernel implements Kernel {
  /** The number of items that is enough for all threads. */
  private static final int ENOUGH_ITEMS = 16;

  /** The smallest number of multiply-adds of an item. */
  private static final long GRAIN = 1 << 18;

  /**
   * The number of elements of a layout, and of the cotangents beside it, that fit a second-level
   * cache.
   */
  private static final int LATTICE_SIZE = CacheSizes.L2 / 4;

  private final RangeKernel products;
  private final Fold reduction;

  private ConvFilterKernel(RangeKernel products, Fold reduction) {
    this.products = products;
    this.reduction = reduction;
  }

  /** Returns the kernel of {@code dw} from {@code x} and {@code dy}. */
  public static Kernel of(ConvSizes sizes, DType dtype) {
    ConvSizes onTwo = sizes.onTwoAxesOrMore();
    if (sizes.sumsInLanes() && sizes.columns() > 0) {
      LaneFilterSums products = new LaneFilterSums(onTwo, dtype);
      return new ConvFilterKernel(
          products, new Fold(onTwo, dtype, 1, products.sums(), sizes.out()));
    }
    int items = sizes.groups() * sizes.parts();
    long multiplications =
        (long) sizes.rows() * sizes.out() * Math.ceilDiv(sizes.columns(), sizes.parts());
    long wanted = Math.min(Math.ceilDiv(ENOUGH_ITEMS, items), multiplications / GRAIN);
    int split = split(sizes.in(), wanted);
    Products products = new Products(onTwo, dtype, split);
    return new ConvFilterKernel(
        products, new Fold(onTwo, dtype, split, products.sums, products.product.width()));
  }

  /**
   * Returns the number of parts of equal numbers of channels, {@code wanted} or slightly more; one
   * for each channel if there is no such number.
   */
  private static int split(int channels, long wanted) {
    for (int parts = Math.clamp(wanted, 1, Math.max(1, channels)); parts < channels; parts++) {
      if (channels % parts == 0) {
        return parts;
      }
    }
    return Math.max(1, channels);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    products.run(inputs, outputs, workers);
    reduction.run(inputs, outputs, workers);
  }

  /** Computes the sums of the parts, for each group and split of its channels a matrix. */
  private static final class Products extends RangeKernel {
    private final ConvSizes sizes;
    private final int parts;
    private final int[] starts;
    private final int split;
    private final int channels;
    private final int perLine;
    private final int lines;
    private final PlaneLoops loops;
    private final PolyphaseLayout layout;
    private final IndirectLeftProduct product;
    private final int[] blocks;
    private final BlockSums[] trees;
    private final Object[] sums;
    private final Object[] copies;
    private final int[] copied;
    private final Object[] cotangents;

    Products(ConvSizes sizes, DType dtype, int split) {
      super(
          sizes.groups() * split * sizes.parts(),
          (long) sizes.rows() / split * sizes.out() * sizes.columns() / sizes.parts() / 16);
      this.sizes = sizes;
      parts = sizes.parts();
      starts = new int[parts + 1];
      Arrays.setAll(starts, sizes::partStart);
      this.split = split;
      channels = sizes.in() / split;
      perLine = sizes.outputPositionsOfLine();
      lines = lines(sizes, channels);
      blocks = sizes.blocks();
      loops = PlaneLoops.of(dtype);
      layout = PolyphaseLayout.ofInput(sizes, lines, false);
      product =
          IndirectLeftProduct.create(
              dtype,
              layout.offsets(layout.targets().getFirst(), channels),
              sizes.out(),
              layout.outputPositions());
      sums = new Object[sizes.groups() * split * sizes.parts()];
      Arrays.setAll(sums, _ -> dtype.newArray(product.size()));
      trees = new BlockSums[pieces()];
      int most = Arrays.stream(blocks).max().orElse(0);
      Arrays.setAll(trees, _ -> new BlockSums(dtype, product.size(), most));
      copies = new Object[pieces()];
      Arrays.setAll(copies, _ -> dtype.newArray(layout.size(channels)));
      cotangents = new Object[pieces()];
      Arrays.setAll(cotangents, _ -> dtype.newArray(product.packedSize()));
      copied = new int[pieces()];
    }

    /** Returns the number of lines to process at a time, a number of whole blocks. */
    private static int lines(ConvSizes sizes, int channels) {
      int all = sizes.to().dim(0);
      long size =
          (long) channels * PolyphaseLayout.ofInput(sizes, all, false).plane()
              + (long) sizes.out() * sizes.to().size();
      int few = Math.ceilDiv(all, Math.clamp(Math.ceilDiv(size, LATTICE_SIZE), 1, all));
      int block = sizes.blockLines();
      return Math.min(all, Math.max(1, few / block) * block);
    }

    @Override
    protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
      int all = sizes.to().dim(0);
      for (int item = from; item < to; item++) {
        trees[piece].begin(sums[item], 0, blocks[item % parts]);
        int end = starts[item % parts + 1];
        int line = starts[item % parts];
        while (line < end) {
          int count = Math.min(Math.min(lines, all - line % all), end - line);
          add(in, item / parts, line / all, line % all, count, piece);
          line += count;
        }
        trees[piece].end();
      }
    }

    /** Adds the contribution of some lines of output positions of an image. */
    private void add(Buffer[] in, int matrix, int image, int line, int count, int piece) {
      copy(in[0], image * sizes.groups() * split + matrix, line, piece);
      int channel = (image * sizes.groups() + matrix / split) * sizes.out();
      int at = in[1].offset() + channel * sizes.to().size() + line * perLine;
      int depth = count * perLine;
      product.pack(in[1].array(), at, sizes.to().size(), 1, depth, cotangents[piece], 0);
      int block = sizes.blockOutputPositions();
      int step = perLine > block ? perLine : depth;
      for (int first = 0; first < depth; first += step) {
        accumulate(depth, first, first + step, block, piece);
      }
    }

    /** Adds the contribution of neighbouring output positions, block by block. */
    private void accumulate(int depth, int from, int to, int block, int piece) {
      BlockSums sum = trees[piece];
      for (int first = from, end; first < to; first = end) {
        end = Math.min(to, first + block * sum.left());
        product.accumulate(
            copies[piece], 0, cotangents[piece], 0, depth, first, end, block, sum, 0);
        sum.added(Math.ceilDiv(end - first, block));
      }
    }

    private void copy(Buffer x, int matrix, int start, int piece) {
      Object copy = copies[piece];
      if (copied[piece] != start) {
        // Other lines have become padding.
        loops.clear(copy, 0, channels * layout.plane());
        copied[piece] = start;
      }
      for (int channel = 0; channel < channels; channel++) {
        int plane = x.offset() + (matrix * channels + channel) * sizes.from().size();
        layout.copy(loops, x.array(), plane, copy, channel * layout.plane(), start);
      }
    }
  }

  /** Adds the parts, in order, some rows of the matrices at a time. */
  private static final class Fold extends RangeKernel {
    private final ConvSizes sizes;
    private final int parts;
    private final int rows;
    private final int width;
    private final Object[] sums;
    private final Object[] totals;
    private final PlaneLoops loops;

    Fold(ConvSizes sizes, DType dtype, int split, Object[] sums, int width) {
      super(sizes.groups() * sizes.rows(), (long) sizes.out() * sizes.parts());
      this.sizes = sizes;
      parts = sizes.parts();
      rows = sizes.rows() / split;
      this.width = width;
      this.sums = sums;
      totals = new Object[pieces()];
      Arrays.setAll(totals, _ -> dtype.newArray(width));
      loops = PlaneLoops.of(dtype);
    }

    @Override
    protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
      for (int item = from; item < to; item++) {
        loops.clear(totals[piece], 0, width);
        for (int part = 0; part < parts; part++) {
          Object sum = sums[item / rows * parts + part];
          loops.add(sum, item % rows * width, totals[piece], 0, sizes.out());
        }
        int group = item / sizes.rows();
        int at = group * sizes.out() * sizes.rows() + item % sizes.rows();
        loops.spread(
            totals[piece], 0, out[0].array(), out[0].offset() + at, sizes.rows(), sizes.out());
      }
    }
  }
}
