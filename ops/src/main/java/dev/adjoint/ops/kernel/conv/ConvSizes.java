// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.exec.gemm.indirect.LaneProduct;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.WindowOptions;
import java.util.Arrays;
import java.util.List;

/**
 * The sizes of a convolution: input {@code x[batch, groups·in, from…]}, filter {@code w[groups·out,
 * in, window…]}, output {@code y[batch, groups·out, to…]}.
 *
 * @param options how the window slides
 * @param groups the number of groups, each a convolution of its own
 * @param batch the number of images
 * @param in the input channels of a group
 * @param out the output channels of a group
 * @param from the spatial extents of the input
 * @param window the spatial extents of the filter
 * @param to the spatial extents of the output
 */
public record ConvSizes(
    WindowOptions options,
    int groups,
    int batch,
    int in,
    int out,
    Shape from,
    Shape window,
    Shape to) {

  /**
   * Returns the sizes for an input and a filter.
   *
   * @param op the name of the op, for the error
   * @throws ShapeException if they do not fit
   */
  public static ConvSizes of(String op, WindowOptions options, int groups, Shape x, Shape w) {
    checkParameters(op, options, groups);
    checkRanks(op, options, x, "filter", w);
    int in = w.dim(1);
    if (x.dim(1) != (long) in * groups) {
      String expected =
          groups == 1
              ? "filter expects %s input channels".formatted(in)
              : "filter expects %s input channels in each of %s groups".formatted(in, groups);
      throw new ShapeException(op, "%s, input has %s: %s, %s".formatted(expected, x.dim(1), x, w));
    }
    checkGroups(op, groups, w.dim(0), "output", x, w);
    Shape from = spatial(x);
    Shape window = spatial(w);
    Shape to = options.outputPositions(op, from, window);
    return new ConvSizes(options, groups, x.dim(0), in, w.dim(0) / groups, from, window, to);
  }

  /**
   * Checks the parameters that do not depend on the inputs.
   *
   * @throws ShapeException if a number is out of its range
   */
  public static void checkParameters(String op, WindowOptions options, int groups) {
    options.check(op);
    if (groups < 1) {
      throw new ShapeException(op, "groups must be 1 or more, got " + groups);
    }
  }

  /**
   * Checks that there are two operands of one floating dtype.
   *
   * @param first the name of the first operand
   * @param second the name of the second operand
   * @throws ShapeException if not
   */
  public static void checkOperands(
      String op, List<TensorType> inputs, String first, String second) {
    if (inputs.size() != 2) {
      throw new ShapeException(op, "takes %s and %s, got %s".formatted(first, second, inputs));
    }
    TensorType a = inputs.get(0);
    TensorType b = inputs.get(1);
    if (a.dtype() != b.dtype() || !a.dtype().isFloating()) {
      throw new ShapeException(
          op, "operands must both be f32 or f64: %s, %s; cast them".formatted(a, b));
    }
  }

  /**
   * Checks that two operands have two axes before the spatial ones.
   *
   * @throws ShapeException if not
   */
  public static void checkRanks(String op, WindowOptions options, Shape a, String second, Shape b) {
    int rank = 2 + options.axes();
    if (a.rank() != rank || b.rank() != rank) {
      throw new ShapeException(
          op,
          "input and %s must have %s axes, two and %s spatial: %s, %s"
              .formatted(second, rank, options.axes(), a, b));
    }
  }

  /**
   * Checks that channels can be divided among the groups.
   *
   * @throws ShapeException if not
   */
  public static void checkGroups(
      String op, int groups, int channels, String which, Shape a, Shape b) {
    if (channels % groups != 0) {
      throw new ShapeException(
          op,
          "%s %s channels do not split into %s groups: %s, %s"
              .formatted(channels, which, groups, a, b));
    }
  }

  /** Returns the extents of a tensor after batch and channels. */
  public static Shape spatial(Shape shape) {
    return shape.slice(2, shape.rank());
  }

  /** Returns the shape of the input. */
  public Shape input() {
    return Shape.of(batch, groups * in).concat(from);
  }

  /** Returns the shape of the filter. */
  public Shape filter() {
    return Shape.of(groups * out, in).concat(window);
  }

  /** Returns the shape of the output. */
  public Shape output() {
    return Shape.of(batch, groups * out).concat(to);
  }

  /** Returns the number of taps of all input channels of a group, the rows of its matrix. */
  public int rows() {
    return in * window.size();
  }

  /** Returns the number of output positions in all images, the columns of a group's matrix. */
  public int columns() {
    return out == 0 ? 0 : batch * to.size();
  }

  /**
   * Returns whether the matrix of an image is the image itself: single taps, one for each output
   * position.
   */
  public boolean isPointwise() {
    return groups == 1 && window.size() == 1 && options.equals(WindowOptions.over(options.axes()));
  }

  /** Returns the same convolution with an axis of one element before a single axis. */
  ConvSizes onTwoAxesOrMore() {
    if (options.axes() > 1) {
      return this;
    }
    WindowOptions two =
        WindowOptions.over(2)
            .stride(1, options.strides().get(0))
            .padding(new int[] {0, options.low().get(0)}, new int[] {0, options.high().get(0)})
            .dilation(1, options.dilations().get(0));
    Shape one = Shape.of(1);
    return new ConvSizes(
        two, groups, batch, in, out, one.concat(from), one.concat(window), one.concat(to));
  }

  /**
   * Returns the number of parts of the sum over all output positions in the derivative by the
   * filter: {@code min(⌈outputPositions/256⌉, 2²⁰/filter, lines)}, from 1 to 16, where {@code
   * filter} is the number of filter elements and {@code lines} the number of lines of {@link
   * #outputPositionsOfLine}. It depends on the sizes alone, since it determines the order of the
   * sum.
   */
  public int parts() {
    long outputPositions = Math.ceilDiv(columns(), 256);
    long memory = (1 << 20) / Math.max(1, filter().size());
    return Math.clamp(Math.min(Math.min(outputPositions, memory), lines()), 1, 16);
  }

  /**
   * Returns whether that sum runs in virtual lanes for each image of a part, which suits groups
   * with a single input channel, whose filters are small.
   */
  boolean sumsInLanes() {
    return in == 1;
  }

  /**
   * Returns the largest number of output positions in a block of a part: some whole lines of one
   * image, or a piece of a longer line; where sums run in lanes, a piece of a line.
   */
  int blockOutputPositions() {
    if (sumsInLanes()) {
      return LaneProduct.RUN;
    }
    int line = Math.max(1, outputPositionsOfLine());
    return line > BlockSums.BLOCK ? BlockSums.BLOCK : BlockSums.BLOCK / line * line;
  }

  /** Returns the number of lines of an image within which blocks end. */
  int blockLines() {
    return Math.max(1, blockOutputPositions() / Math.max(1, outputPositionsOfLine()));
  }

  /** Returns the number of blocks in some lines of one image. */
  private int blocksOf(int lines) {
    int line = outputPositionsOfLine();
    boolean byLine = !sumsInLanes() && line > BlockSums.BLOCK;
    return byLine
        ? lines * Math.ceilDiv(line, blockOutputPositions())
        : Math.ceilDiv(lines * line, blockOutputPositions());
  }

  /** Returns the number of blocks in a part. */
  int blocks(int part) {
    int ofImage = to.rank() == 1 ? 1 : to.dim(0);
    int end = partStart(part + 1);
    int blocks = 0;
    for (int line = partStart(part), count; line < end; line += count) {
      count = Math.min(ofImage - line % ofImage, end - line);
      blocks += blocksOf(count);
    }
    return blocks;
  }

  /** Returns the number of blocks of each part. */
  int[] blocks() {
    int[] blocks = new int[parts()];
    Arrays.setAll(blocks, this::blocks);
    return blocks;
  }

  private int lines() {
    return columns() == 0 ? 0 : batch * (to.size() / outputPositionsOfLine());
  }

  /** Returns the number of output positions in a line; a single spatial axis is one line. */
  int outputPositionsOfLine() {
    return to.rank() == 1 ? to.size() : to.size() / to.dim(0);
  }

  /** Returns the first line of a part of {@link #parts}. */
  public int partStart(int part) {
    return (int) ((long) lines() * part / parts());
  }
}
