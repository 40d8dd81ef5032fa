// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.ops.Attention;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.Optional;

/**
 * Attention whose scores come from a small network: {@code softmax(w·tanh(q·W + k·U + b))·v},
 * {@code [batch, queries, in], [batch, keys, in'], [batch, keys, channels] → [batch, queries,
 * channels]} (Bahdanau, Cho and Bengio 2015, <i>Neural Machine Translation by Jointly Learning to
 * Align and Translate</i>). It holds {@code batch·queries·keys·units} numbers.
 *
 * @param query {@code q·W + b}, {@code [in, units]}
 * @param keyWeight {@code U}, {@code [in', units]}
 * @param score {@code w}, {@code [units]}
 * @param dropout the share of weights that training sets to 0, in {@code [0, 1)}
 */
public record AdditiveAttention(Dense query, Parameter keyWeight, Parameter score, double dropout)
    implements AttentionLayer {
  private static final String NAME = "additiveAttention";

  /**
   * Checks the parameters.
   *
   * @throws ShapeException if they do not fit
   * @throws IllegalArgumentException if the dropout does not lie in {@code [0, 1)}
   */
  public AdditiveAttention {
    if (keyWeight.shape().rank() != 2
        || !query.bias().shape().equals(keyWeight.shape().slice(1, 2))
        || !score.shape().equals(query.bias().shape())) {
      throw new ShapeException(
          NAME,
          "needs a query weight [in, units], a key weight [in', units] and a score [units]: %s, %s, %s"
              .formatted(query.weight().shape(), keyWeight.shape(), score.shape()));
    }
    Scores.checkDropout(NAME, dropout);
  }

  /**
   * Returns an F32 layer with Glorot-uniform weights, a bias of zeros, and no dropout.
   *
   * @param queryWidth the number of features of a query
   * @param keyWidth the number of features of a key
   * @param units the width of the network
   * @param seed decides the weights
   */
  public static AdditiveAttention of(int queryWidth, int keyWidth, int units, Seed seed) {
    return of(queryWidth, keyWidth, units, DType.F32, seed);
  }

  /**
   * Returns a layer with Glorot-uniform weights, a bias of zeros, and no dropout.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public static AdditiveAttention of(
      int queryWidth, int keyWidth, int units, DType dtype, Seed seed) {
    Preconditions.checkArgument(
        queryWidth > 0 && keyWidth > 0 && units > 0,
        "additiveAttention: widths of queries and keys and the units must be positive: %s, %s, %s",
        queryWidth,
        keyWidth,
        units);
    Initializer glorot = Initializer.glorotUniform();
    TensorType ofKeys = TensorType.of(dtype, keyWidth, units);
    TensorType ofScore = TensorType.of(dtype, units);
    return new AdditiveAttention(
        Dense.of(queryWidth, units, glorot, dtype, seed.fold(0)),
        Parameter.of("keyWeight", glorot.draw(ofKeys, keyWidth, units, seed.fold(1))),
        Parameter.of("score", glorot.draw(ofScore, units, 1, seed.fold(2))),
        0);
  }

  @Override
  public Expr attend(
      Expr queries, Expr keys, Expr values, Optional<Expr> mask, ForwardContext context) {
    Scores.check(NAME, queries, keys, values);
    Scores.checkMask(NAME, mask, queries, keys);
    Expr scores =
        Attention.additiveScores(query.apply(queries, context), keys.matmul(keyWeight), score);
    return Attention.attend(scores, values, Scores.options(mask, false, dropout, context));
  }
}
