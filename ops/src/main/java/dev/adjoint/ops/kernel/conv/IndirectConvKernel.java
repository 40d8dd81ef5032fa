// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.gemm.indirect.IndirectRightProduct;
import dev.adjoint.exec.machine.CacheSizes;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.util.Arrays;

/**
 * A convolution, or its derivative by the input, as matrix products over a {@link PolyphaseLayout}:
 * the filter times windows into a padded copy of some channels of an image, which fits a cache.
 * Work is divided by lines of an image and, if these are few, by channels of the result, each piece
 * with scratch memory of its own. The filter is packed once.
 */
final class IndirectConvKernel extends TileRangeKernel {
  /** The number of elements of a layout that fit a second-level cache beside the other operands. */
  private static final int LATTICE_SIZE = CacheSizes.L2 / 4;

  /** The number of items that is enough for all threads. */
  private static final int ENOUGH_ITEMS = 16;

  /** The smallest number of multiply-adds of an item. */
  private static final long GRAIN = 1 << 18;

  /** The cycles to copy a short line; a common processor handles as many vectors in that time. */
  private static final int LINE_COST = 20;

  /** The number of positions that fill the registers of a product several times. */
  private static final int ENOUGH_POSITIONS = 96;

  /**
   * One side of a convolution.
   *
   * @param channels the channels of a group
   * @param plane the elements of a plane
   */
  record Side(int channels, int plane) {}

  private final ConvSizes sizes;
  private final PolyphaseLayout layout;
  private final Side from;
  private final Side to;
  private final Filter filter;
  private final int allLines;
  private final int lines;
  private final int slabs;
  private final int splits;
  private final PlaneLoops loops;
  private final Object[] copies;
  private final int[] copied;
  private final Object[] results;

  private IndirectConvKernel(
      ConvSizes sizes,
      DType dtype,
      PolyphaseLayout layout,
      Side from,
      Side to,
      Filter filter,
      int allLines,
      int lines,
      int splits) {
    super(
        sizes.batch() * sizes.groups() * Math.ceilDiv(allLines, lines) * splits,
        from.channels * (long) layout.plane()
            + (long) to.channels * layout.span() / splits
            + multiplications(layout, from, to) / 16 / splits);
    this.sizes = sizes;
    this.layout = layout;
    this.from = from;
    this.to = to;
    this.filter = filter;
    this.allLines = allLines;
    this.lines = lines;
    this.splits = splits;
    slabs = Math.ceilDiv(allLines, lines);
    loops = PlaneLoops.of(dtype);
    copies = new Object[pieces()];
    copied = new int[pieces()];
    results = new Object[pieces()];
    for (int i = 0; i < pieces(); i++) {
      copies[i] = dtype.newArray(layout.size(from.channels) + filter.slack(layout.span()));
      copied[i] = 0;
      results[i] = dtype.newArray(filter.resultSize());
    }
  }

  /** Returns the kernel of a convolution. */
  static IndirectConvKernel forward(ConvSizes sizes, DType dtype) {
    Side in = new Side(sizes.in(), sizes.from().size());
    Side out = new Side(sizes.out(), sizes.to().size());
    int all = sizes.to().dim(0);
    int lines = lines(sizes, PolyphaseLayout.ofInput(sizes, all, false), in, out, all);
    PolyphaseLayout layout =
        cheaper(
            PolyphaseLayout.ofInput(sizes, lines, true),
            PolyphaseLayout.ofInput(sizes, lines, false),
            in,
            out);
    Filter filter = new Filter(sizes, dtype, layout, in, out, sizes.rows(), sizes.window().size());
    int splits = splits(sizes, layout, in, out, filter, Math.ceilDiv(all, lines));
    return new IndirectConvKernel(sizes, dtype, layout, in, out, filter, all, lines, splits);
  }

  /** Returns the kernel of the derivative of a convolution by its input. */
  static IndirectConvKernel transpose(ConvSizes sizes, DType dtype) {
    Side in = new Side(sizes.out(), sizes.to().size());
    Side out = new Side(sizes.in(), sizes.from().size());
    int all = Math.max(1, PolyphaseLayout.transposedPositions(sizes).dim(0));
    int lines = lines(sizes, PolyphaseLayout.ofOutput(sizes, all, false), in, out, all);
    PolyphaseLayout layout =
        cheaper(
            PolyphaseLayout.ofOutput(sizes, lines, true),
            PolyphaseLayout.ofOutput(sizes, lines, false),
            in,
            out);
    Filter filter = new Filter(sizes, dtype, layout, in, out, sizes.window().size(), sizes.rows());
    int splits = splits(sizes, layout, in, out, filter, Math.ceilDiv(all, lines));
    return new IndirectConvKernel(sizes, dtype, layout, in, out, filter, all, lines, splits);
  }

  /** Returns the layout of lower cost. */
  private static PolyphaseLayout cheaper(
      PolyphaseLayout dense, PolyphaseLayout other, Side from, Side to) {
    return cost(dense, from, to) < cost(other, from, to) ? dense : other;
  }

  /** Returns the approximate number of cycles to copy a layout and to compute its products. */
  private static long cost(PolyphaseLayout layout, Side from, Side to) {
    long lines = (long) from.channels * layout.lines();
    for (PolyphaseLayout.Target target : layout.targets()) {
      lines += target.lines().isWhole() ? 0 : (long) to.channels * target.lines().lines();
    }
    return lines * LINE_COST + multiplications(layout, from, to) / 16;
  }

  private static long multiplications(PolyphaseLayout layout, Side from, Side to) {
    long taps = layout.targets().stream().mapToLong(t -> t.taps().length).sum();
    return taps * layout.span() * from.channels * to.channels;
  }

  /** Returns the number of lines to process at a time. */
  private static int lines(ConvSizes sizes, PolyphaseLayout whole, Side from, Side to, int all) {
    long size = (long) from.channels * whole.plane();
    long wanted =
        Math.min(
            ENOUGH_ITEMS,
            sizes.batch() * sizes.groups() * multiplications(whole, from, to) / GRAIN);
    long shares = Math.ceilDiv(wanted, Math.max(1, sizes.batch() * sizes.groups()));
    long most = Math.max(1, whole.span() / ENOUGH_POSITIONS);
    long slabs = Math.max(Math.min(shares, most), Math.ceilDiv(size, LATTICE_SIZE));
    int few = Math.min(all, 1 + PolyphaseLayout.reach(sizes, 0));
    return Math.clamp(Math.ceilDiv(all, Math.clamp(slabs, 1, all)), few, all);
  }

  /** Returns the number of parts into which the channels of the result are divided. */
  private static int splits(
      ConvSizes sizes, PolyphaseLayout layout, Side from, Side to, Filter filter, int slabs) {
    int items = Math.max(1, sizes.batch() * sizes.groups() * slabs);
    long wanted =
        Math.min(Math.ceilDiv(ENOUGH_ITEMS, items), multiplications(layout, from, to) / GRAIN);
    return Math.clamp(wanted, 1, Math.max(1, filter.tiles()));
  }

  @Override
  protected void begin(Buffer[] in, Workers workers) {
    filter.pack(in[1], workers);
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int first, int end, int piece) {
    for (int item = first; item < end; item++) {
      int split = item % splits;
      int slab = item / splits % slabs;
      int matrix = item / splits / slabs;
      if (split == 0 || item == first) {
        copy(in[0], matrix, slab * lines, piece);
      }
      int tiles = filter.tiles();
      int low = tiles * split / splits;
      int high = tiles * (split + 1) / splits;
      for (int tile = low; tile < high; tile++) {
        for (int target = 0; target < layout.targets().size(); target++) {
          compute(matrix, slab * lines, target, tile, out[0], piece);
        }
        finish(matrix, slab * lines, tile);
      }
    }
  }

  /** Calls the tile task for a tile that all targets together have completed. */
  private void finish(int matrix, int start, int tile) {
    GridLines outputPositions = layout.targets().getFirst().lines();
    int column = outputPositions.line(start) * outputPositions.outerPlane();
    int end =
        outputPositions.line(Math.min(start + lines, allLines)) * outputPositions.outerPlane();
    int first = filter.product(0).firstRow(tile);
    int rows = filter.product(0).firstRow(tile + 1) - first;
    after().run(matrix * to.channels + first, rows, column, end - column);
  }

  /** Copies the lines of all channels that some lines of output positions read. */
  private void copy(Buffer x, int matrix, int start, int piece) {
    Object copy = copies[piece];
    if (copied[piece] != start) {
      // Other lines have become padding.
      loops.clear(copy, 0, from.channels * layout.plane());
      copied[piece] = start;
    }
    for (int channel = 0; channel < from.channels; channel++) {
      int plane = x.offset() + (matrix * from.channels + channel) * from.plane;
      layout.copy(loops, x.array(), plane, copy, channel * layout.plane(), start);
    }
  }

  private void compute(int matrix, int start, int target, int tile, Buffer y, int piece) {
    IndirectRightProduct product = filter.product(target);
    GridLines outputPositions = layout.targets().get(target).lines();
    int group = matrix % sizes.groups();
    int count = Math.min(lines, allLines - start);
    int first = product.firstRow(tile);
    int plane = y.offset() + (matrix * to.channels + first) * to.plane;
    if (outputPositions.isWhole()) {
      int at = plane + start * outputPositions.outerPlane();
      int columns = count * outputPositions.outerPlane();
      product.run(group, tile, copies[piece], 0, y.array(), at, to.plane, columns, results[piece]);
      return;
    }
    product.run(group, tile, copies[piece], 0, results[piece]);
    for (int row = first; row < product.firstRow(tile + 1); row++) {
      int at = (row - first) * product.width();
      outputPositions.write(loops, results[piece], at, y.array(), plane, start, count);
      plane += to.plane;
    }
  }

  /** The filter, packed for each target. */
  private static final class Filter {
    private final ConvSizes sizes;
    private final int row;
    private final int tiles;
    private final IndirectRightProduct[] products;
    private final int[][] steps;
    private final Workers.Task task = this::packPiece;
    private final Buffer none;
    private Buffer w;

    /**
     * Allocates memory.
     *
     * @param row the distance in the filter between channels of the result
     * @param term the distance between channels of the layout
     */
    Filter(
        ConvSizes sizes,
        DType dtype,
        PolyphaseLayout layout,
        Side from,
        Side to,
        int row,
        int term) {
      this.sizes = sizes;
      this.row = row;
      none = Buffer.allocate(dtype, 0);
      w = none;
      ImmutableList<PolyphaseLayout.Target> targets = layout.targets();
      products = new IndirectRightProduct[targets.size()];
      steps = new int[targets.size()][];
      for (int i = 0; i < products.length; i++) {
        int[] taps = targets.get(i).taps();
        int[] offsets = layout.offsets(targets.get(i), from.channels);
        products[i] =
            IndirectRightProduct.create(dtype, sizes.groups(), to.channels, layout.span(), offsets);
        steps[i] = new int[offsets.length];
        Arrays.setAll(steps[i], p -> p / taps.length * term + taps[p % taps.length]);
      }
      tiles = products[0].tiles();
    }

    /** Returns the number of tiles of the rows of each product. */
    int tiles() {
      return tiles;
    }

    IndirectRightProduct product(int target) {
      return products[target];
    }

    /** Returns the number of elements read beyond the last position. */
    int slack(int span) {
      return Arrays.stream(products).mapToInt(IndirectRightProduct::width).max().orElseThrow()
          - span;
    }

    /** Returns the number of elements in a tile of results. */
    int resultSize() {
      return Arrays.stream(products)
          .mapToInt(IndirectRightProduct::scratchSize)
          .max()
          .orElseThrow();
    }

    void pack(Buffer w, Workers workers) {
      this.w = w;
      try {
        workers.forEach(pieces(), task);
      } finally {
        this.w = none;
      }
    }

    private int pieces() {
      return w.size() < GRAIN >> 4 ? 1 : ENOUGH_ITEMS;
    }

    private void packPiece(int piece) {
      int items = products.length * sizes.groups() * tiles;
      int end = (int) ((long) items * (piece + 1) / pieces());
      for (int item = (int) ((long) items * piece / pieces()); item < end; item++) {
        int tile = item % tiles;
        int group = item / tiles % sizes.groups();
        int target = item / tiles / sizes.groups();
        int at = group * sizes.out() * sizes.rows();
        products[target].pack(group, tile, w, at, row, steps[target]);
      }
    }
  }
}
