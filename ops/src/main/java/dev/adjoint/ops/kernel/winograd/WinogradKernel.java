// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.winograd;

import dev.adjoint.exec.gemm.indirect.IndirectLeftProduct;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.conv.TileRangeKernel;
import dev.adjoint.ops.kernel.plane.ObjectPool;
import java.util.stream.IntStream;

/**
 * A convolution in tiles, as {@link WinogradSizes} explains: for each strip, the tiles are
 * transformed, multiplied with the transformed filters for each of their sixteen elements, and
 * transformed back.
 */
public final class WinogradKernel extends TileRangeKernel {
  private final WinogradSizes sizes;
  private final IndirectLeftProduct product;
  private final WinogradFilter filter;
  private final ObjectPool<Scratch> pool;

  private WinogradKernel(WinogradSizes sizes, DType dtype, boolean turned) {
    super(sizes.strips(), sizes.multiplications() / Math.max(1, sizes.strips()) / 16);
    this.sizes = sizes;
    int[] tiles = IntStream.range(0, sizes.mostTiles()).map(tile -> tile * sizes.in()).toArray();
    int[] channels = IntStream.range(0, sizes.in()).toArray();
    product = IndirectLeftProduct.create(dtype, tiles, sizes.out(), channels);
    int out = turned ? sizes.in() : sizes.out();
    filter = new WinogradFilter(dtype, product, turned, out, turned ? sizes.out() : sizes.in());
    pool = new ObjectPool<>(() -> new Scratch(dtype, sizes, product));
  }

  /** Returns the kernel of {@code y} from {@code x} and {@code w}. */
  public static TiledKernel forward(ConvSizes sizes, DType dtype) {
    return new WinogradKernel(WinogradSizes.forward(sizes), dtype, false);
  }

  /** Returns the kernel of {@code dx} from {@code dy} and {@code w}. */
  public static TiledKernel transpose(ConvSizes sizes, DType dtype) {
    return new WinogradKernel(WinogradSizes.transposed(sizes), dtype, true);
  }

  /** The scratch memory of a strip. */
  private static final class Scratch {
    final TileTransform transform;
    final TileTransform.Panels tiles;
    final Object products;
    final TileInverse inverse;

    Scratch(DType dtype, WinogradSizes sizes, IndirectLeftProduct product) {
      transform =
          new TileTransform(
              dtype,
              WinogradSizes.INPUT,
              sizes.in(),
              sizes.from(),
              sizes.lowY(),
              sizes.lowX(),
              sizes.across(),
              sizes.mostLines());
      int apart = sizes.mostTiles() * sizes.in();
      Object array = dtype.newArray(WinogradSizes.ELEMENTS * apart);
      tiles = new TileTransform.Panels(array, apart, sizes.in());
      int size = WinogradSizes.ELEMENTS * product.size();
      products = dtype.newArray(size + product.scratchSize());
      inverse = new TileInverse(dtype, sizes, product.width(), product.size());
    }
  }

  @Override
  protected void begin(Buffer[] in, Workers workers) {
    filter.prepare(in[1], workers);
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    Scratch scratch = pool.take();
    try {
      for (int strip = from; strip < to; strip++) {
        compute(in[0], out[0], sizes.firstLine(strip), sizes.firstLine(strip + 1), scratch);
      }
    } finally {
      pool.give(scratch);
    }
  }

  private void compute(Buffer x, Buffer y, int first, int end, Scratch scratch) {
    int tiles = (end - first) * sizes.across();
    int perImage = sizes.linesOfImage();
    int inputs = sizes.in() * sizes.from().size();
    for (int line = first, count; line < end; line += count) {
      count = Math.min(end - line, perImage - line % perImage);
      int at = x.offset() + line / perImage * inputs;
      int tile = (line - first) * sizes.across();
      scratch.transform.run(x.array(), at, line % perImage, count, scratch.tiles, tile, tiles);
    }
    for (int element = 0; element < WinogradSizes.ELEMENTS; element++) {
      product.multiply(
          scratch.tiles.array(),
          element * scratch.tiles.apart(),
          filter.packed(),
          element * product.packedSize(),
          tiles,
          scratch.products,
          element * product.size(),
          scratch.products,
          WinogradSizes.ELEMENTS * product.size());
    }
    int outputs = sizes.out() * sizes.to().size();
    for (int line = first, count; line < end; line += count) {
      count = Math.min(end - line, perImage - line % perImage);
      int at = y.offset() + line / perImage * outputs;
      int tile = (line - first) * sizes.across();
      scratch.inverse.run(scratch.products, tile, line % perImage, count, y.array(), at);
      finish(line / perImage, line % perImage, count);
    }
  }

  /** Calls the tile task for some lines of tiles of an image. */
  private void finish(int image, int first, int count) {
    int width = sizes.to().dim(1);
    int lines = Math.min(2 * count, sizes.to().dim(0) - 2 * first);
    after().run(image * sizes.out(), sizes.out(), 2 * first * width, lines * width);
  }
}
