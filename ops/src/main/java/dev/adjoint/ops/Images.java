// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import java.util.Arrays;

/**
 * Images in other sizes and arrangements. Tensors are {@code [batch, channels, spatial…]}, with any
 * number of spatial axes: lines, images, volumes.
 */
public final class Images {
  private Images() {}

  // ---------------- sizes

  /**
   * Returns images in another size: one spatial axis after the other, {@code Interpolation} tells
   * how. Along an axis that keeps its extent nothing changes.
   *
   * @param sizes the extents of the result along the spatial axes
   * @throws ShapeException if they are no floating numbers, there is not one size for each spatial
   *     axis, or one or an extent is not positive
   */
  public static Expr resize(Expr x, Interpolation interpolation, int... sizes) {
    checkAxes("resize", x, sizes);
    if (!x.dtype().isFloating()) {
      throw new ShapeException("resize", "needs a floating operand, got " + x.type() + "; cast it");
    }
    boolean fits = Arrays.stream(sizes).allMatch(n -> n > 0);
    if (!fits || x.shape().slice(2, x.shape().rank()).size() == 0) {
      throw new ShapeException(
          "resize",
          "%s to %s: every extent must be positive".formatted(x.shape(), Arrays.toString(sizes)));
    }
    Expr y = x;
    for (int i = 0; i < sizes.length; i++) {
      int from = x.shape().dim(2 + i);
      y = from == sizes[i] ? y : interpolation.along(y, 2 + i, from, sizes[i]);
    }
    return y;
  }

  // ---------------- places

  /**
   * Returns what lies between the elements of images at the places of a grid, linearly along each
   * axis (Jaderberg et al. 2015, <i>Spatial Transformer Networks</i>), as PyTorch's {@code
   * grid_sample}. It has derivatives by the images and by the grid; at the centre of an element,
   * where the latter jumps, it is that of the side after it.
   *
   * @param grid {@code [batch, …, axes]}, of the rank of the images: coordinates from −1 to 1 along
   *     the last axis, that of the last spatial axis first. The result is {@code [batch, channels,
   *     …]}
   * @param padding what lies beyond
   * @param alignCorners whether −1 and 1 are the centres of the first and the last element, or
   *     their outer edges
   * @throws ShapeException if the types do not fit
   */
  public static Expr gridSample(Expr x, Expr grid, GridPadding padding, boolean alignCorners) {
    return new GridSampler(x, grid, padding, alignCorners).linear(grid);
  }

  /**
   * Returns the elements of images nearest to the places of a grid, of two equally near ones that
   * with the even number; see {@link #gridSample}. It has no derivative by the grid.
   *
   * @throws ShapeException if the types do not fit
   */
  public static Expr gridSampleNearest(
      Expr x, Expr grid, GridPadding padding, boolean alignCorners) {
    return new GridSampler(x, grid, padding, alignCorners).nearest(grid);
  }

  // ---------------- channels

  /**
   * Returns images {@code factor} times larger along each spatial axis, whose elements are channels
   * of the given ones: {@code factorᵃ} neighbouring channels for {@code a} axes become a block of
   * elements, the last axis running fastest (Shi et al. 2016, <i>Real-Time Single Image and Video
   * Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network</i>).
   *
   * @throws ShapeException if the channels do not make whole blocks
   */
  public static Expr pixelShuffle(Expr x, int factor) {
    int axes = axes("pixelShuffle", x);
    Shape in = x.shape();
    long block = block("pixelShuffle", x, factor);
    if (in.dim(1) % block != 0) {
      throw new ShapeException(
          "pixelShuffle", "channels of %s are no multiple of %s^%s".formatted(in, factor, axes));
    }
    int[] apart = new int[2 + 2 * axes];
    int[] order = new int[2 + 2 * axes];
    int[] to = new int[2 + axes];
    apart[0] = to[0] = in.dim(0);
    apart[1] = to[1] = (int) (in.dim(1) / block);
    order[1] = 1;
    for (int i = 0; i < axes; i++) {
      apart[2 + i] = factor;
      apart[2 + axes + i] = in.dim(2 + i);
      order[2 + 2 * i] = 2 + axes + i;
      order[3 + 2 * i] = 2 + i;
      to[2 + i] = in.dim(2 + i) * factor;
    }
    return x.reshape(Shape.of(apart)).permute(order).reshape(Shape.of(to));
  }

  /**
   * Returns images {@code factor} times smaller along each spatial axis, with the elements of a
   * block as channels: what {@link #pixelShuffle} takes back.
   *
   * @throws ShapeException if the extents do not make whole blocks
   */
  public static Expr pixelUnshuffle(Expr x, int factor) {
    int axes = axes("pixelUnshuffle", x);
    Shape in = x.shape();
    long block = block("pixelUnshuffle", x, factor);
    int[] apart = new int[2 + 2 * axes];
    int[] order = new int[2 + 2 * axes];
    long[] to = new long[2 + axes];
    apart[0] = in.dim(0);
    apart[1] = in.dim(1);
    to[0] = in.dim(0);
    to[1] = in.dim(1) * block;
    order[1] = 1;
    for (int i = 0; i < axes; i++) {
      if (in.dim(2 + i) % factor != 0) {
        throw new ShapeException(
            "pixelUnshuffle",
            "extent of axis %s of %s is no multiple of %s".formatted(2 + i, in, factor));
      }
      to[2 + i] = in.dim(2 + i) / factor;
      apart[2 + 2 * i] = (int) to[2 + i];
      apart[3 + 2 * i] = factor;
      order[2 + i] = 3 + 2 * i;
      order[2 + axes + i] = 2 + 2 * i;
    }
    return x.reshape(Shape.of(apart)).permute(order).reshape(Shape.of("pixelUnshuffle", to));
  }

  /** Returns how many channels are a block. */
  private static long block(String op, Expr x, int factor) {
    long block = 1;
    for (int i = 2; i < x.shape().rank() && block <= Integer.MAX_VALUE; i++) {
      block *= factor;
    }
    if (factor < 1 || block > Integer.MAX_VALUE) {
      throw new ShapeException(op, "factor %s for %s".formatted(factor, x.shape()));
    }
    return block;
  }

  /**
   * Returns {@code x / (k + α/size · Σ x²)^β} with the sum over {@code size} neighbouring channels,
   * {@code ⌊size/2⌋} of them before, as PyTorch and ONNX do it (Krizhevsky et al. 2012, <i>ImageNet
   * Classification with Deep Convolutional Neural Networks</i>, whose α is {@code α/size}).
   *
   * @param size over how many channels the sum is, positive; what would lie beyond them is 0
   * @throws ShapeException if there are no spatial axes, or the size is not positive
   */
  public static Expr localResponseNorm(Expr x, int size, double alpha, double beta, double k) {
    axes("localResponseNorm", x);
    Shape in = x.shape();
    // Channels become an axis to slide over, the elements of a plane another.
    Shape planes = Shape.of(in.dim(0), 1, in.dim(1), in.slice(2, in.rank()).size());
    WindowOptions along =
        WindowOptions.over(2)
            .padding(new int[] {size / 2, 0}, new int[] {Math.max(size - 1, 0) / 2, 0});
    Shape window = Shape.of("localResponseNorm", size, 1);
    Expr means = Pooling.avgPool(x.square().reshape(planes), window, along, true);
    return x.div(means.reshape(in).mul(alpha).add(k).pow(beta));
  }

  // ---------------- edges

  /**
   * Returns a part of each image.
   *
   * @param starts its first element along each spatial axis
   * @param sizes its extents
   * @throws ShapeException if it does not lie within the images
   */
  public static Expr crop(Expr x, int[] starts, int... sizes) {
    checkAxes("crop", x, sizes);
    checkAxes("crop", x, starts);
    Expr y = x;
    for (int i = 0; i < sizes.length; i++) {
      long stop = (long) starts[i] + sizes[i];
      if (starts[i] < 0 || sizes[i] < 0 || stop > x.shape().dim(2 + i)) {
        throw new ShapeException(
            "crop",
            "%s from %s on does not lie within %s"
                .formatted(Arrays.toString(sizes), Arrays.toString(starts), x.shape()));
      }
      y = y.slice(2 + i, starts[i], (int) stop);
    }
    return y;
  }

  /**
   * Returns the middle of each image; where what is cut off is odd, one more is cut off at the end.
   *
   * @param sizes its extents along each spatial axis
   * @throws ShapeException if it is larger than the images
   */
  public static Expr centerCrop(Expr x, int... sizes) {
    checkAxes("centerCrop", x, sizes);
    int[] starts = new int[sizes.length];
    Arrays.setAll(starts, i -> (x.shape().dim(2 + i) - sizes[i]) / 2);
    return crop(x, starts, sizes);
  }

  /**
   * Returns images with zeros around them.
   *
   * @param low how many to put before, for each spatial axis
   * @param high how many to put after, for each spatial axis
   * @throws ShapeException if a number is negative, or not given for each spatial axis
   */
  public static Expr zeroPad(Expr x, int[] low, int[] high) {
    checkAxes("zeroPad", x, low);
    checkAxes("zeroPad", x, high);
    return x.pad(withLeading(low), withLeading(high), 0);
  }

  private static int[] withLeading(int... numbers) {
    int[] all = new int[2 + numbers.length];
    System.arraycopy(numbers, 0, all, 2, numbers.length);
    return all;
  }

  private static int axes(String op, Expr x) {
    if (x.shape().rank() < 3) {
      throw new ShapeException(
          op, "input must have batch, channels and spatial axes: " + x.shape());
    }
    return x.shape().rank() - 2;
  }

  private static void checkAxes(String op, Expr x, int... numbers) {
    int axes = axes(op, x);
    if (numbers.length != axes) {
      throw new ShapeException(
          op,
          "%s for %s: give one number for each of %s spatial axes"
              .formatted(Arrays.toString(numbers), x.shape(), axes));
    }
  }
}
