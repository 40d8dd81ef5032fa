// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.Optional;

/**
 * Looks up a row of a table for each number: {@code y[…, :] = W[x[…], :]}, {@code [batch, …] →
 * [batch, …, features]} (Bengio et al. 2003, <i>A Neural Probabilistic Language Model</i>). The
 * numbers may be of a floating dtype, as in a data set; fractions are truncated. A number outside
 * of {@code [0, rows)} is an {@link IndexOutOfBoundsException} of the run.
 *
 * <p>A row may stand for padding: it gets no gradient, so that it stays as it is, zero unless the
 * table was given otherwise, as with {@code padding_idx} in PyTorch.
 *
 * <p>A training step touches only the rows that it looks up if its optimizer leaves rows without a
 * gradient as they are, as plain gradient descent does, and any with {@link
 * dev.adjoint.nn.optimizer.Optimizer#lazy}; its work then depends on the batch, not on the table.
 * With others, {@link dev.adjoint.nn.optimizer.Adam} among them, a step goes through the whole
 * table, and so it does where the lookups are within a scan, a loop or a branch of the network,
 * which add up a gradient of the table's shape.
 *
 * @param weight the table {@code W}, {@code [rows, features]}
 * @param padding the number of the row that stands for padding, if any
 */
public record Embedding(Parameter weight, Optional<Integer> padding) implements Layer {
  /**
   * Checks the table.
   *
   * @throws ShapeException if it has not two axes
   * @throws IllegalArgumentException if it has no such row as padding
   */
  public Embedding {
    if (weight.shape().rank() != 2) {
      throw new ShapeException(
          "embedding", "needs a weight [rows, features]: %s".formatted(weight.shape()));
    }
    int rows = weight.shape().dim(0);
    padding.ifPresent(row ->
        Preconditions.checkArgument(
            row >= 0 && row < rows, "embedding: padding must be a row in [0, %s): %s", rows, row));
  }

  /** Creates a layer without padding. */
  public Embedding(Parameter weight) {
    this(weight, Optional.empty());
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

  /**
   * Returns this with a row that stands for padding, in a table of its own where that row is zero.
   *
   * @throws IllegalArgumentException if there is no such row
   */
  public Embedding withPadding(int row) {
    Expr numbers = Expr.constant(Tensor.arange(DType.I32, weight.shape().dim(0)));
    Tensor table = Expr.where(numbers.equal(row).expandDims(1), 0, weight).eval();
    return new Embedding(Parameter.of(weight.name(), table), Optional.of(row));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr numbers = x.dtype().isFloating() ? x.cast(DType.I32) : x;
    Expr rows = weight.gather(0, numbers);
    return padding
        .map(row -> Expr.where(numbers.equal(row).expandDims(-1), rows.stopGradient(), rows))
        .orElse(rows);
  }
}
