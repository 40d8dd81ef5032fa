// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.winograd;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.exec.gemm.indirect.IndirectLeftProduct;
import dev.adjoint.exec.gemm.indirect.RowTransform;
import dev.adjoint.exec.gemm.indirect.Transposer;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.plane.ObjectPool;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;

/**
 * The derivative of a convolution by its filter in tiles, as {@link WinogradSizes} explains: tiles
 * of the input and of the cotangents are transformed; for each of their sixteen elements products
 * are summed over all tiles of a part; the parts are added and transformed back.
 */
public final class WinogradFilterKernel implements Kernel {
  private final Products products;
  private final Fold reduction;

  private WinogradFilterKernel(WinogradSizes sizes, DType dtype) {
    products = new Products(sizes, dtype);
    reduction = new Fold(sizes, dtype, products);
  }

  /** Returns the kernel of {@code dw} from {@code x} and {@code dy}. */
  public static Kernel of(ConvSizes sizes, DType dtype) {
    return new WinogradFilterKernel(WinogradSizes.forward(sizes), dtype);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    products.run(inputs, outputs, workers);
    reduction.run(inputs, outputs, workers);
  }

  /** Computes the sums of the parts, each of some strips. */
  private static final class Products extends RangeKernel {
    private final WinogradSizes sizes;
    private final IndirectLeftProduct product;
    private final ObjectPool<Scratch> pool;
    private final int[] blocks;
    private final Object sums;

    Products(WinogradSizes sizes, DType dtype) {
      super(sizes.parts(), sizes.multiplications() / Math.max(1, sizes.parts()) / 16);
      this.sizes = sizes;
      int[] channels = IntStream.range(0, sizes.in()).toArray();
      int[] tiles = IntStream.range(0, sizes.mostTiles()).map(t -> t * sizes.in()).toArray();
      product = IndirectLeftProduct.create(dtype, channels, sizes.out(), tiles);
      blocks = new int[sizes.parts()];
      Arrays.setAll(blocks, sizes::blocks);
      int most = Arrays.stream(blocks).max().orElse(0);
      pool = new ObjectPool<>(() -> new Scratch(dtype, sizes, product, most));
      sums = dtype.newArray(sizes.parts() * size());
    }

    /** Returns the number of elements of the sums of a part. */
    int size() {
      return WinogradSizes.ELEMENTS * product.size();
    }

    @Override
    protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
      Scratch scratch = pool.take();
      try {
        for (int part = from; part < to; part++) {
          scratch.sum.begin(sums, part * size(), blocks[part]);
          for (int strip = sizes.firstStrip(part); strip < sizes.firstStrip(part + 1); strip++) {
            add(in, sizes.firstLine(strip), sizes.firstLine(strip + 1), scratch);
          }
          scratch.sum.end();
        }
      } finally {
        pool.give(scratch);
      }
    }

    private void add(Buffer[] in, int first, int end, Scratch scratch) {
      int tiles = (end - first) * sizes.across();
      int perImage = sizes.linesOfImage();
      for (int line = first, count; line < end; line += count) {
        int inImage = line % perImage;
        count = Math.min(end - line, perImage - inImage);
        int x = in[0].offset() + line / perImage * sizes.in() * sizes.from().size();
        int dy = in[1].offset() + line / perImage * sizes.out() * sizes.to().size();
        int tile = (line - first) * sizes.across();
        scratch.input.run(in[0].array(), x, inImage, count, scratch.inputs, tile, tiles);
        scratch.cotangent.run(in[1].array(), dy, inImage, count, scratch.cotangents, tile, tiles);
      }
      for (int from = 0, to; from < tiles; from = to) {
        to = Math.min(tiles, from + BlockSums.BLOCK * scratch.sum.left());
        accumulate(tiles, from, to, scratch);
        scratch.sum.added(Math.ceilDiv(to - from, BlockSums.BLOCK));
      }
    }

    /** Adds the contribution of some tiles of a strip. */
    private void accumulate(int tiles, int from, int to, Scratch scratch) {
      for (int element = 0; element < WinogradSizes.ELEMENTS; element++) {
        product.accumulate(
            scratch.inputs.array(),
            element * scratch.inputs.apart(),
            scratch.cotangents.array(),
            element * scratch.cotangents.apart(),
            tiles,
            from,
            to,
            BlockSums.BLOCK,
            scratch.sum,
            element * product.size());
      }
    }
  }

  /** The scratch memory of a strip. */
  private static final class Scratch {
    final TileTransform input;
    final TileTransform.Panels inputs;
    final TileTransform cotangent;
    final TileTransform.Panels cotangents;
    final BlockSums sum;

    Scratch(DType dtype, WinogradSizes sizes, IndirectLeftProduct product, int blocks) {
      int across = sizes.across();
      int most = sizes.mostLines();
      input =
          new TileTransform(
              dtype,
              WinogradSizes.INPUT,
              sizes.in(),
              sizes.from(),
              sizes.lowY(),
              sizes.lowX(),
              across,
              most);
      int apart = sizes.mostTiles() * sizes.in();
      Object array = dtype.newArray(WinogradSizes.ELEMENTS * apart);
      inputs = new TileTransform.Panels(array, apart, sizes.in());
      cotangent =
          new TileTransform(
              dtype, WinogradSizes.COTANGENT, sizes.out(), sizes.to(), 0, 0, across, most);
      Object packed = dtype.newArray(WinogradSizes.ELEMENTS * product.packedSize());
      cotangents = new TileTransform.Panels(packed, product.packedSize(), product.panelWidth());
      sum = new BlockSums(dtype, WinogradSizes.ELEMENTS * product.size(), blocks);
    }
  }

  /** Adds the parts, in order, and transforms them back, some input channels at a time. */
  private static final class Fold extends RangeKernel {
    private final WinogradSizes sizes;
    private final int width;
    private final int apart;
    private final int part;
    private final Object sums;
    private final ObjectPool<ReductionScratch> pool;

    Fold(WinogradSizes sizes, DType dtype, Products products) {
      super(sizes.in(), (long) WinogradSizes.ELEMENTS * sizes.out() * sizes.parts());
      this.sizes = sizes;
      width = products.product.width();
      apart = products.product.size();
      part = products.size();
      sums = products.sums;
      pool = new ObjectPool<>(() -> new ReductionScratch(dtype, sizes, width));
    }

    @Override
    protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
      ReductionScratch scratch = pool.take();
      try {
        for (int channel = from; channel < to; channel++) {
          reduce(channel, out[0], scratch);
        }
      } finally {
        pool.give(scratch);
      }
    }

    private void reduce(int channel, Buffer dw, ReductionScratch scratch) {
      int elements = WinogradSizes.ELEMENTS;
      int from = channel * width;
      scratch.sum.run(sums, from, part, apart, scratch.total, 0, 0, width, elements, width);
      scratch.back.run(
          scratch.total, 0, 4 * width, width, scratch.halves, 0, 4 * width, width, 4, width);
      scratch.back.run(
          scratch.halves, 0, width, 4 * width, scratch.taps, 0, width, 3 * width, 3, width);
      int at = dw.offset() + channel * WinogradSizes.TAPS;
      scratch.transposer.run(
          scratch.taps,
          0,
          width,
          WinogradSizes.TAPS,
          sizes.out(),
          dw.array(),
          at,
          sizes.in() * WinogradSizes.TAPS);
    }
  }

  /** The scratch memory for the reduction of a channel. */
  private static final class ReductionScratch {
    final RowTransform sum;
    final RowTransform back;
    final Transposer transposer;
    final Object total;
    final Object halves;
    final Object taps;

    ReductionScratch(DType dtype, WinogradSizes sizes, int width) {
      double[] ones =
          Collections.nCopies(sizes.parts(), 1.0).stream().mapToDouble(d -> d).toArray();
      sum = RowTransform.of(dtype, ones);
      back = RowTransform.of(dtype, WinogradSizes.FILTER_GRADIENT);
      transposer = Transposer.of(dtype);
      total = dtype.newArray(WinogradSizes.ELEMENTS * width);
      halves = dtype.newArray(3 * 4 * width);
      taps = dtype.newArray(WinogradSizes.TAPS * width);
    }
  }
}
