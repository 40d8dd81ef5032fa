// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

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
 * Adds a trained row for each position: {@code y[t] = x[t] + W[t]}, {@code [batch, length, width] →
 * [batch, length, width]} (Gehring et al. 2017, <i>Convolutional Sequence to Sequence
 * Learning</i>).
 *
 * @param weight {@code W}, {@code [most, width]}; sequences are no longer than that
 */
public record LearnedPositions(Parameter weight) implements Layer {
  private static final String NAME = "learnedPositions";

  /**
   * Checks the rows.
   *
   * @throws ShapeException if they are no matrix
   */
  public LearnedPositions {
    if (weight.shape().rank() != 2) {
      throw new ShapeException(NAME, "needs a weight [most, width]: %s".formatted(weight.shape()));
    }
  }

  /**
   * Returns an F32 layer of normal rows of standard deviation 0.02, as GPT-2 has them.
   *
   * @param most the length of the longest sequence
   * @param width the number of features
   * @param seed decides the rows
   */
  public static LearnedPositions of(int most, int width, Seed seed) {
    return of(most, width, DType.F32, seed);
  }

  /**
   * Returns a layer of normal rows of standard deviation 0.02.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public static LearnedPositions of(int most, int width, DType dtype, Seed seed) {
    Preconditions.checkArgument(
        most > 0 && width > 0,
        "learnedPositions: numbers of positions and features must be positive: %s, %s",
        most,
        width);
    TensorType type = TensorType.of(dtype, most, width);
    return new LearnedPositions(
        Parameter.of("weight", Initializer.normal(0.02).draw(type, most, width, seed)));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int most = weight.shape().dim(0);
    int width = weight.shape().dim(1);
    if (x.shape().rank() != 3 || x.shape().dim(1) > most || x.shape().dim(2) != width) {
      throw new ShapeException(
          NAME,
          "takes [batch, length, %s] of a length of at most %s, got %s"
              .formatted(width, most, x.shape()));
    }
    return x.add(weight.slice(0, 0, x.shape().dim(1)));
  }
}
