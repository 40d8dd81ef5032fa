// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.winograd;

import dev.adjoint.exec.gemm.indirect.RowTransform;
import dev.adjoint.exec.gemm.indirect.Transposer;
import dev.adjoint.graph.DType;

/**
 * Computes tiles of 2 × 2 outputs from products: {@code Aᵀ · M · A}, columns first, all channels of
 * a tile together, and writes them into the planes of images. Serves one thread at a time.
 */
final class TileInverse {
  private final RowTransform transform;
  private final Transposer transposer;
  private final int channels;
  private final int height;
  private final int width;
  private final int across;
  private final int row;
  private final int apart;
  private final Object halves;
  private final Object turned;

  /**
   * Allocates memory.
   *
   * @param row the distance between tiles among the products of one tile element
   * @param apart the distance between the products of one tile element and the next
   */
  TileInverse(DType dtype, WinogradSizes sizes, int row, int apart) {
    transform = RowTransform.of(dtype, WinogradSizes.OUTPUT);
    transposer = Transposer.of(dtype);
    channels = sizes.out();
    height = sizes.to().dim(0);
    width = sizes.to().dim(1);
    across = sizes.across();
    this.row = row;
    this.apart = apart;
    halves = dtype.newArray(2 * 4 * across * row);
    turned = dtype.newArray(4 * sizes.mostTiles() * channels);
  }

  /**
   * Computes some lines of tiles of one image.
   *
   * @param products the array of products
   * @param tile the number of the first tile among them
   * @param first the first line
   * @param count the number of lines
   * @param y the array of the image, which begins at {@code at}
   */
  void run(Object products, int tile, int first, int count, Object y, int at) {
    int line = 2 * across * channels;
    for (int l = 0; l < count; l++) {
      transform(products, (tile + l * across) * row, 2 * l * line);
    }
    int rows = Math.min(2 * count, height - 2 * first);
    for (int i = 1; width < 2 * across && i < rows; i++) {
      int length = width * channels;
      System.arraycopy(turned, i * line, turned, i * length, length);
    }
    int to = at + 2 * first * width;
    transposer.run(turned, 0, channels, rows * width, channels, y, to, height * width);
  }

  /** Transforms a line of tiles to two lines of outputs, in pieces that fit a first-level cache. */
  private void transform(Object products, int from, int to) {
    int half = across * row;
    transform.run(products, from, 4 * apart, apart, halves, 0, 4 * half, half, 4, half);
    for (int a = 0; a < 2; a++) {
      int at = to + a * 2 * across * channels;
      int step = 2 * channels;
      transform.run(halves, a * 4 * half, half, row, turned, at, channels, step, across, channels);
    }
  }
}
