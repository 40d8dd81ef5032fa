// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;

/**
 * A convolution of images: {@code y = conv(x, W) + b}, {@code [batch, in, height, width] → [batch,
 * out, height', width']}; see {@link dev.adjoint.ops.op.window.Conv}.
 *
 * @param weight the filters {@code W}, {@code [out, in/groups, height, width]}
 * @param bias {@code b}, {@code [out]}
 * @param windowOptions strides, padding and dilations
 * @param groups the number of groups of channels, each convolved separately
 */
public record Conv2d(Parameter weight, Parameter bias, WindowOptions windowOptions, int groups)
    implements WeightedLayer {
  /**
   * Checks that weight and bias fit.
   *
   * @throws ShapeException if they do not
   */
  public Conv2d {
    if (weight.shape().rank() != 4 || !bias.shape().equals(weight.shape().slice(0, 1))) {
      throw new ShapeException(
          "conv2d",
          "needs a weight [out, in/groups, height, width] and a bias [out]: %s, %s"
              .formatted(weight.shape(), bias.shape()));
    }
  }

  /**
   * Returns an F32 layer of square filters with stride 1 and no padding, with Glorot-uniform
   * weights and a zero bias.
   *
   * @param in the number of input channels
   * @param out the number of output channels
   * @param size height and width of the filters
   * @param seed decides the weights
   */
  public static Conv2d of(int in, int out, int size, Seed seed) {
    return of(in, out, size, WindowOptions.over(2), seed);
  }

  /**
   * Returns an F32 layer of square filters with Glorot-uniform weights and a zero bias; {@code
   * WindowOptions.over(2).padding(1)} keeps the size of images with filters of 3×3.
   */
  public static Conv2d of(int in, int out, int size, WindowOptions windowOptions, Seed seed) {
    return of(in, out, size, windowOptions, 1, Initializer.glorotUniform(), DType.F32, seed);
  }

  /**
   * Returns a layer of square filters with weights of an initializer and a zero bias.
   *
   * @param groups the number of groups of channels, each convolved separately; as many groups as
   *     channels make it depthwise
   * @throws IllegalArgumentException if a number is not positive, or the channels do not split into
   *     the groups
   */
  public static Conv2d of(
      int in,
      int out,
      int size,
      WindowOptions windowOptions,
      int groups,
      Initializer weights,
      DType dtype,
      Seed seed) {
    Preconditions.checkArgument(
        in > 0 && out > 0 && size > 0 && groups > 0,
        "conv2d: numbers of channels, size and groups must be positive: %s, %s, %s, %s",
        in,
        out,
        size,
        groups);
    Preconditions.checkArgument(
        in % groups == 0 && out % groups == 0,
        "conv2d: %s and %s channels do not split into %s groups",
        in,
        out,
        groups);
    TensorType type = TensorType.of(dtype, out, in / groups, size, size);
    int taps = size * size;
    Tensor first = weights.draw(type, in / groups * taps, out / groups * taps, seed);
    return new Conv2d(
        Parameter.of("weight", first),
        Parameter.of("bias", Tensor.zeros(dtype, Shape.of(out))),
        windowOptions,
        groups);
  }

  @Override
  public int outputAxis() {
    return 0;
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return applyWith(x, weight);
  }

  @Override
  public Expr applyWith(Expr x, Expr other) {
    return Convolutions.conv(x, other, windowOptions, groups).add(bias.reshape(-1, 1, 1));
  }
}
