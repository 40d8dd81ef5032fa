// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.winograd;

import dev.adjoint.exec.gemm.indirect.RowTransform;
import dev.adjoint.exec.gemm.indirect.Transposer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.kernel.plane.PlaneLoops;

/**
 * Takes tiles out of the planes of an image, all channels of a tile together, and transforms each:
 * {@code M · X · Mᵀ}, columns first. Channels are made neighbours before, so that each step of a
 * transform is one for contiguous elements. Serves one thread at a time.
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
   * Makes room.
   *
   * @param matrix the matrix, of four rows
   * @param channels the number of planes of an image
   * @param plane the extents of each
   * @param lowY how many lines of zeros stand before a plane
   * @param lowX how many zeros stand before each line
   * @param across how many tiles there are in a line
   * @param most how many lines of tiles are asked for at once, at most
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

  /** Returns over how many elements along an axis some tiles reach. */
  private int extent(int tiles) {
    return 2 * (tiles - 1) + window;
  }

  /**
   * Where the elements of transformed tiles go. Those of one kind are a matrix of a row for each
   * tile, in panels of some columns, one after the other.
   *
   * @param array the array
   * @param apart the distance between elements of one kind and the next
   * @param panel the number of columns of a panel
   */
  record Panels(Object array, int apart, int panel) {}

  /**
   * Transforms some lines of tiles of one image.
   *
   * @param x the array of the image, which begins at {@code at}
   * @param first the first line
   * @param count the number of lines
   * @param y where the results go
   * @param tile which row of the panels the first tile is
   * @param tiles how many rows the panels have
   */
  void run(Object x, int at, int first, int count, Panels y, int tile, int tiles) {
    turn(x, at, 2 * first - lowY, extent(count));
    for (int l = 0; l < count; l++) {
      transform(l, y, tile + l * across, tiles);
    }
  }

  /**
   * Copies some lines of all planes, with lines of zeros around, so that channels are neighbours.
   */
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

  /** Transforms a line of tiles, in what a first-level cache holds. */
  private void transform(int l, Panels y, int tile, int tiles) {
    int line = width * channels;
    int half = extent(across) * channels;
    // What stands before and after a line of the plane is zeros always.
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
