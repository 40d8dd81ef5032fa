// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.winograd;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.kernel.conv.ConvSizes;

/**
 * The sizes of a convolution by filters of 3 × 3 that is computed tile by tile (Lavin and Gray,
 * <i>Fast Algorithms for Convolutional Neural Networks</i>, 2016): a tile of 2 × 2 outputs from the
 * 4 × 4 inputs under it takes 16 multiplications instead of 36, between transforms that only add.
 * In one dimension {@code y = Aᵀ·[(G·g) ⊙ (Bᵀ·d)]}, and in two the same for columns and then rows.
 *
 * <p>Tiles come in lines, and the lines of all images in one row; a strip of some lines is computed
 * at a time, small enough for a second-level cache. Along each axis tile {@code t} has outputs from
 * {@code 2t} on and inputs from {@code 2t − low} on; those outside are zeros.
 *
 * @param batch the number of images
 * @param in the channels of the input
 * @param out the channels of the output
 * @param from the two spatial extents of the input
 * @param to the two spatial extents of the output
 * @param lowY the number of lines of zeros before the input
 * @param lowX the number of zeros before each line
 */
public record WinogradSizes(int batch, int in, int out, Shape from, Shape to, int lowY, int lowX) {
  /** {@code Bᵀ}, the transform of inputs. */
  static final double[][] INPUT = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, -1, 0, 1}};

  /** {@code G}, the transform of filters. */
  static final double[][] FILTER = {{1, 0, 0}, {.5, .5, .5}, {.5, -.5, .5}, {0, 0, 1}};

  /** {@code Aᵀ}, the transform of products to outputs. */
  static final double[][] OUTPUT = {{1, 1, 1, 0}, {0, 1, -1, 1}};

  /** {@code A} with its second and third row halved, the transform of cotangents. */
  static final double[][] COTANGENT = {{1, 0}, {.5, .5}, {.5, -.5}, {0, 1}};

  /** {@code Gᵀ} without its halves, which are in {@link #COTANGENT}. */
  static final double[][] FILTER_GRADIENT = {{1, 1, 1, 0}, {0, 1, -1, 0}, {0, 1, 1, 1}};

  /** The number of elements of a transformed tile. */
  static final int ELEMENTS = 16;

  /** The number of elements of a filter. */
  static final int TAPS = 9;

  /** The most elements of padding on a side: the derivative has {@code 2 − padding}. */
  private static final int MOST_PADDING = 2;

  /**
   * The number of tiles that fill the registers of a product several times and fit a second-level
   * cache.
   */
  private static final int TILES = 48;

  private static final int MOST_PARTS = 16;

  /** The smallest number of parts that occupies all threads. */
  private static final int ENOUGH_PARTS = 8;

  /** The smallest number of channels for which the transforms pay off. */
  private static final int ENOUGH_CHANNELS = 32;

  /** Returns whether a convolution can be computed in tiles. */
  static boolean fits(ConvSizes sizes) {
    return sizes.groups() == 1
        && sizes.window().equals(Shape.of(3, 3))
        && sizes.options().strides().stream().allMatch(stride -> stride == 1)
        && sizes.options().dilations().stream().allMatch(dilation -> dilation == 1)
        && sizes.options().low().stream().allMatch(low -> low <= MOST_PADDING)
        && sizes.options().high().stream().allMatch(high -> high <= MOST_PADDING);
  }

  /**
   * Returns the sizes of a convolution that can be computed in tiles.
   *
   * @param op the name of the op, for the error
   * @throws ShapeException if it cannot
   */
  public static ConvSizes checked(String op, ConvSizes sizes) {
    if (!fits(sizes)) {
      throw new ShapeException(
          op,
          "needs a filter of 3 × 3 that slides by 1 over at most %s elements of padding: %s, %s"
              .formatted(MOST_PADDING, sizes.input(), sizes.filter()));
    }
    return sizes;
  }

  /** Returns whether a convolution, or its derivative by the input, is computed in tiles. */
  public static boolean pays(ConvSizes sizes, DType dtype) {
    return dtype == DType.F32
        && fits(sizes)
        && Math.min(sizes.in(), sizes.out()) >= ENOUGH_CHANNELS
        && (long) sizes.batch() * sizes.to().size() >= TILES;
  }

  /** Returns whether the derivative of a convolution by the filter is computed in tiles. */
  public static boolean paysForFilter(ConvSizes sizes, DType dtype) {
    return pays(sizes, dtype) && forward(sizes).parts() >= ENOUGH_PARTS;
  }

  /** Returns the sizes of a convolution that fits. */
  static WinogradSizes forward(ConvSizes sizes) {
    return new WinogradSizes(
        sizes.batch(),
        sizes.in(),
        sizes.out(),
        sizes.from(),
        sizes.to(),
        sizes.options().low().get(0),
        sizes.options().low().get(1));
  }

  /** Returns the sizes of its derivative by the input, a convolution with the rotated filter. */
  static WinogradSizes transposed(ConvSizes sizes) {
    return new WinogradSizes(
        sizes.batch(),
        sizes.out(),
        sizes.in(),
        sizes.to(),
        sizes.from(),
        MOST_PADDING - sizes.options().low().get(0),
        MOST_PADDING - sizes.options().low().get(1));
  }

  /** Returns the number of lines of tiles in an image. */
  int linesOfImage() {
    return (to.dim(0) + 1) / 2;
  }

  /** Returns the number of tiles in a line. */
  int across() {
    return (to.dim(1) + 1) / 2;
  }

  /** Returns the number of lines of all images. */
  int lines() {
    return across() == 0 ? 0 : batch * linesOfImage();
  }

  /** Returns the number of strips of lines. */
  int strips() {
    return Math.ceilDiv(lines(), Math.max(1, TILES / Math.max(1, across())));
  }

  /** Returns the first line of a strip. */
  int firstLine(int strip) {
    return (int) ((long) lines() * strip / Math.max(1, strips()));
  }

  /** Returns the number of lines of the largest strip. */
  int mostLines() {
    return Math.ceilDiv(lines(), Math.max(1, strips()));
  }

  /** Returns the number of tiles of the largest strip. */
  int mostTiles() {
    return mostLines() * across();
  }

  /**
   * Returns the number of parts of the sum over all tiles in the derivative by the filter: {@code
   * min(strips, 2²¹/products)}, from 1 to 16, where {@code products} is the number of elements of a
   * part. It depends on the sizes alone, since it determines the order of the sum.
   */
  int parts() {
    long memory = (1 << 21) / Math.max(1L, (long) ELEMENTS * in * out);
    return Math.clamp(Math.min(memory, strips()), 1, MOST_PARTS);
  }

  /** Returns the first strip of a part. */
  int firstStrip(int part) {
    return (int) ((long) strips() * part / parts());
  }

  /**
   * Returns the number of blocks of a part: a block is the tiles of a strip, or a piece of a larger
   * strip.
   */
  int blocks(int part) {
    int blocks = 0;
    for (int strip = firstStrip(part); strip < firstStrip(part + 1); strip++) {
      int tiles = (firstLine(strip + 1) - firstLine(strip)) * across();
      blocks += Math.ceilDiv(tiles, BlockSums.BLOCK);
    }
    return blocks;
  }

  /** Returns the number of multiply-adds in the products of all tiles. */
  long multiplications() {
    return (long) ELEMENTS * lines() * across() * in * out;
  }
}
