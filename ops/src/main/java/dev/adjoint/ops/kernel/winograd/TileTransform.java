// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.winograd;

import dev.adjoint.exec.gemm.indirect.RowTransform;
import dev.adjoint.exec.gemm.indirect.Transposer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.kernel.plane.PlaneLoops;

/**
 * Reads tiles from the planes of an image, all channels of a tile together, and transforms each:
 * {@code M · X · Mᵀ}, columns first. Channels are interleaved first, so that each step of a
 * transform works on contiguous elements. Serves one thread at a time.
 */
final class TileTransform {
  private final RowTransform transform;
  private final Transposer transposer;
  private final PlaneLoops loops;
  private final int channels;
  private final int height;
  private final int width;
  private final int lowY;
  private final int lowX;
  private final int window;
  private final int across;
  private final Object lines;
  private final Object halves;

  /**
   * Allocates memory.
   *
   * @param matrix the matrix, of four rows
   * @param channels the number of planes of an image
   * @param plane the extents of each
   * @param lowY the number of lines of zeros before a plane
   * @param lowX the number of zeros before each line
   * @param across the number of tiles in a line
   * @param most the largest number of lines of tiles in one call
   */
  TileTransform(
      DType dtype,
      double[][] matrix,
      int channels,
      Shape plane,
      int lowY,
      int lowX,
      int across,
      int most) {
    transform = RowTransform.of(dtype, matrix);
    transposer = Transposer.of(dtype);
    loops = PlaneLoops.of(dtype);
    this.channels = channels;
    height = plane.dim(0);
    width = plane.dim(1);
    this.lowY = lowY;
    this.lowX = lowX;
    window = matrix[0].length;
    this.across = across;
    lines = dtype.newArray(extent(most) * width * channels);
    halves = dtype.newArray(matrix.length * extent(across) * channels);
  }

  /** Returns the number of elements that some tiles cover along an axis. */
  private int extent(int tiles) {
    return 2 * (tiles - 1) + window;
  }

  /**
   * The destination of transformed tiles. For each tile element there is a matrix with a row for
   * each tile, in panels of some columns, one after another.
   *
   * @param array the array
   * @param apart the distance between the matrices of one tile element and the next
   * @param panel the number of columns of a panel
   */
  record Panels(Object array, int apart, int panel) {}

  /**
   * Transforms some lines of tiles of one image.
   *
   * @param x the array of the image, which begins at {@code at}
   * @param first the first line
   * @param count the number of lines
   * @param y the destination of the results
   * @param tile the row of the panels for the first tile
   * @param tiles the number of rows of the panels
   */
  void run(Object x, int at, int first, int count, Panels y, int tile, int tiles) {
    turn(x, at, 2 * first - lowY, extent(count));
    for (int l = 0; l < count; l++) {
      transform(l, y, tile + l * across, tiles);
    }
  }

  /** Copies some lines of all planes, surrounded by zeros, with interleaved channels. */
  private void turn(Object x, int at, int top, int count) {
    int start = Math.clamp(-top, 0, count);
    int end = Math.clamp(height - top, start, count);
    int line = width * channels;
    loops.clear(lines, 0, start * line);
    transposer.run(
        x,
        at + (top + start) * width,
        height * width,
        channels,
        (end - start) * width,
        lines,
        start * line,
        channels);
    loops.clear(lines, end * line, (count - end) * line);
  }

  /** Transforms a line of tiles, in pieces that fit a first-level cache. */
  private void transform(int l, Panels y, int tile, int tiles) {
    int line = width * channels;
    int half = extent(across) * channels;
    // The elements before and after a line of the plane are always zeros.
    transform.run(lines, 2 * l * line, line, 0, halves, lowX * channels, half, 0, 1, line);
    for (int i = 0; i < 4; i++) {
      for (int c = 0; c < channels; c += y.panel) {
        int to = 4 * i * y.apart + c * tiles + tile * y.panel;
        int n = Math.min(y.panel, channels - c);
        transform.run(
            halves, i * half + c, channels, 2 * channels, y.array, to, y.apart, y.panel, across, n);
      }
    }
  }
}
