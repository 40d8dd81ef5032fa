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
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/**
 * A fully connected layer: {@code y = x·W + b} along the last axis, {@code […, in] → […, out]}.
 *
 * @param weight {@code W}, {@code [in, out]}
 * @param bias {@code b}, {@code [out]}
 */
public record Dense(Parameter weight, Parameter bias) implements WeightedLayer {
  /**
   * Checks that weight and bias fit.
   *
   * @throws ShapeException if they do not
   */
  public Dense {
    if (weight.shape().rank() != 2 || !bias.shape().equals(weight.shape().slice(1, 2))) {
      throw new ShapeException(
          "dense",
          "needs a weight [in, out] and a bias [out]: %s, %s"
              .formatted(weight.shape(), bias.shape()));
    }
  }

  /**
   * Returns an F32 layer with Glorot-uniform weights and a zero bias.
   *
   * @param in the number of input features
   * @param out the number of output features
   * @param seed decides the weights
   */
  public static Dense of(int in, int out, Seed seed) {
    return of(in, out, Initializer.glorotUniform(), DType.F32, seed);
  }

  /** Returns an F32 layer with weights of an initializer and a zero bias. */
  public static Dense of(int in, int out, Initializer weights, Seed seed) {
    return of(in, out, weights, DType.F32, seed);
  }

  /**
   * Returns a layer with weights of an initializer and a zero bias.
   *
   * @throws IllegalArgumentException if a number of features is not positive
   */
  public static Dense of(int in, int out, Initializer weights, DType dtype, Seed seed) {
    checkFeatures(in, out);
    TensorType type = TensorType.of(dtype, in, out);
    return new Dense(
        Parameter.of("weight", weights.draw(type, in, out, seed)),
        Parameter.of("bias", Tensor.zeros(dtype, Shape.of(out))));
  }

  /**
   * Returns an F32 layer of randomised asymmetric weights and biases: fewer of its ReLUs are dead
   * from the start than with symmetric ones (Lu et al. 2019, <i>Dying ReLU and Initialization:
   * Theory and Numerical Examples</i>); see {@link Initializer#asymmetric}, which draws weights and
   * biases of an output as one column.
   *
   * @param in the number of input features
   * @param out the number of output features
   * @param seed decides weights and biases
   */
  public static Dense asymmetric(int in, int out, Seed seed) {
    return asymmetric(in, out, DType.F32, seed);
  }

  /**
   * Returns a layer of randomised asymmetric weights and biases.
   *
   * @throws IllegalArgumentException if a number of features is not positive
   */
  public static Dense asymmetric(int in, int out, DType dtype, Seed seed) {
    checkFeatures(in, out);
    TensorType type = TensorType.of(dtype, in + 1, out);
    Expr both = Expr.constant(Initializer.asymmetric().draw(type, in, out, seed));
    return new Dense(
        Parameter.of("weight", both.slice(0, 0, in).eval()),
        Parameter.of("bias", both.select(0, in).eval()));
  }

  private static void checkFeatures(int in, int out) {
    Preconditions.checkArgument(
        in > 0 && out > 0, "dense: numbers of features must be positive: %s, %s", in, out);
  }

  @Override
  public int outputAxis() {
    return 1;
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return applyWith(x, weight);
  }

  @Override
  public Expr applyWith(Expr x, Expr weight) {
    int rank = x.shape().rank();
    int in = weight.shape().dim(0);
    if (rank < 2 || x.shape().dim(-1) != in) {
      throw new ShapeException(
          "dense",
          "takes […, %s], got %s; weight is %s%s"
              .formatted(
                  in,
                  x.shape(),
                  weight.shape(),
                  rank > 2 && x.shape().size() == x.shape().dim(0) * in
                      ? "; flatten the input first"
                      : ""));
    }
    return x.matmul(weight).add(bias);
  }
}
