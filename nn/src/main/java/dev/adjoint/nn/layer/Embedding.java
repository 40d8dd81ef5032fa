// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/**
 * Looks up a row of a table for each number: {@code y[…, :] = W[x[…], :]}, {@code [batch, …] →
 * [batch, …, features]} (Bengio et al. 2003, <i>A Neural Probabilistic Language Model</i>). The
 * numbers may be of a floating dtype, as in a data set; fractions are truncated. A number outside
 * of {@code [0, rows)} is an {@link IndexOutOfBoundsException} of the run.
 *
 * <p>A training step touches only the rows that it looks up if its optimizer leaves rows without a
 * gradient as they are, as plain gradient descent does, and any with {@link
 * dev.adjoint.nn.optimizer.Optimizer#lazy}; its work then depends on the batch, not on the table.
 *
 * @param weight the table {@code W}, {@code [rows, features]}
 */
public record Embedding(Parameter weight) implements Layer {
  /**
   * Checks the table.
   *
   * @throws ShapeException if it has not two axes
   */
  public Embedding {
    if (weight.shape().rank() != 2) {
      throw new ShapeException(
          "embedding", "needs a weight [rows, features]: %s".formatted(weight.shape()));
    }
  }

  /**
   * Returns an F32 layer with normal weights of variance 1.
   *
   * @param rows the number of rows, one for each number
   * @param features the length of a row
   * @param seed decides the weights
   */
  public static Embedding of(int rows, int features, Seed seed) {
    return of(rows, features, Initializer.normal(1), DType.F32, seed);
  }

  /**
   * Returns a layer with weights of an initializer.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public static Embedding of(int rows, int features, Initializer weights, DType dtype, Seed seed) {
    Preconditions.checkArgument(
        rows > 0 && features > 0,
        "embedding: numbers of rows and features must be positive: %s, %s",
        rows,
        features);
    TensorType type = TensorType.of(dtype, rows, features);
    return new Embedding(Parameter.of("weight", weights.draw(type, rows, features, seed)));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return weight.gather(0, x.dtype().isFloating() ? x.cast(DType.I32) : x);
  }
}
