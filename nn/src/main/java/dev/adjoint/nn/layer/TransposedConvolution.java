// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;

/**
 * Spreads each element by a filter, over as many axes as the window has: {@code y = convᵀ(x, W) +
 * b}, {@code [batch, in, spatial…] → [batch, out, spatial'…]} with {@code extent' = (extent −
 * 1)·stride − low − high + (window − 1)·dilation + 1 + more} (Zeiler et al. 2010,
 * <i>Deconvolutional Networks</i>; Dumoulin and Visin 2016, <i>A Guide to Convolution Arithmetic
 * for Deep Learning</i>). With a stride it makes images larger.
 *
 * @param weight the filters {@code W}, {@code [in, out/groups, window…]}
 * @param bias {@code b}, {@code [out]}
 * @param windowOptions strides, padding and dilations over the result
 * @param more how many elements more the result has at the end of each axis, less than the stride
 * @param groups how many groups of channels are convolved apart
 */
public record TransposedConvolution(
    Parameter weight,
    Parameter bias,
    WindowOptions windowOptions,
    ImmutableIntArray more,
    int groups)
    implements Layer {
  private static final String NAME = "transposedConvolution";

  /**
   * Checks that weight and bias fit.
   *
   * @throws ShapeException if they do not
   */
  public TransposedConvolution {
    if (weight.shape().rank() != 2 + windowOptions.axes()
        || bias.shape().rank() != 1
        || bias.shape().dim(0) != weight.shape().dim(1) * groups) {
      throw new ShapeException(
          NAME,
          "over %s axes needs a weight [in, out/groups, window…] and a bias [out]: %s, %s"
              .formatted(windowOptions.axes(), weight.shape(), bias.shape()));
    }
  }

  /**
   * Returns an F32 layer of filters that slide by single elements without padding, with
   * Glorot-uniform weights and a zero bias.
   *
   * @param in the number of channels that come in
   * @param out the number of channels that go out
   * @param window the extents of the filters, one for each axis that they slide over
   * @param seed decides the weights
   */
  public static TransposedConvolution of(int in, int out, Shape window, Seed seed) {
    return of(in, out, window, 1, Initializer.glorotUniform(), DType.F32, seed);
  }

  /**
   * Returns a layer of filters that slide by single elements without padding, with weights of an
   * initializer and a zero bias.
   *
   * @throws IllegalArgumentException if a number is not positive, or the channels do not split into
   *     the groups
   */
  public static TransposedConvolution of(
      int in, int out, Shape window, int groups, Initializer weights, DType dtype, Seed seed) {
    Convolution.check(NAME, in, out, window, groups);
    Shape shape = Shape.of(in, out / groups).concat(window);
    int taps = window.size();
    Tensor first =
        weights.draw(Filters.type(dtype, shape), in / groups * taps, out / groups * taps, seed);
    return new TransposedConvolution(
        Parameter.of("weight", first),
        Parameter.of("bias", Tensor.zeros(dtype, Shape.of(out))),
        WindowOptions.over(window.rank()),
        none(window.rank()),
        groups);
  }

  private static ImmutableIntArray none(int axes) {
    return ImmutableIntArray.copyOf(new int[axes]);
  }

  /** Returns this layer with filters that slide in another way, and no elements more. */
  public TransposedConvolution with(WindowOptions other) {
    return new TransposedConvolution(weight, bias, other, none(other.axes()), groups);
  }

  /**
   * Returns this layer so that its result has more elements at the end of each axis, one number for
   * each. A stride of 2 with a window of 3, a padding of 1 and one element more doubles extents.
   */
  public TransposedConvolution withMore(int... elements) {
    return new TransposedConvolution(
        weight, bias, windowOptions, ImmutableIntArray.copyOf(elements), groups);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return Filters.biased(
        Convolutions.convTranspose(x, weight, windowOptions, more.toArray(), groups), bias);
  }
}
