// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an attention leaves out, and how it weighs.
 *
 * <pre>{@code
 * AttentionOptions.none().causal().mask(isToken).dropout(0.1, key)
 * }</pre>
 *
 * @param mask BOOL, true where a query may see a key; or floating numbers that are added to the
 *     scores, −∞ where it may not. Broadcast to the scores {@code [batch…, heads, queries, keys]}
 * @param isCausal whether query {@code i} sees no key after number {@code i}
 * @param scale what scaled scores are multiplied by; {@code 1/√width} if not given
 * @param dropout the share of weights that become 0, in {@code [0, 1)}; the others grow by {@code
 *     1/(1 − dropout)}
 * @param key where the random numbers of the dropout come from
 */
public record AttentionOptions(
    Optional<Expr> mask,
    boolean isCausal,
    OptionalDouble scale,
    double dropout,
    Optional<RandomKey> key) {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the dropout lies outside of {@code [0, 1)}, or has no key
   */
  public AttentionOptions {
    Preconditions.checkArgument(
        dropout >= 0 && dropout < 1, "attention: dropout must lie in [0, 1): %s", dropout);
    Preconditions.checkArgument(
        dropout == 0 || key.isPresent(), "attention: dropout %s needs a key", dropout);
  }

  /** Returns options of an attention that leaves out nothing. */
  public static AttentionOptions none() {
    return new AttentionOptions(
        Optional.empty(), false, OptionalDouble.empty(), 0, Optional.empty());
  }

  /** Returns this with another mask. */
  public AttentionOptions mask(Expr other) {
    return new AttentionOptions(Optional.of(other), isCausal, scale, dropout, key);
  }

  /** Returns this with keys after the number of a query hidden from it. */
  public AttentionOptions causal() {
    return new AttentionOptions(mask, true, scale, dropout, key);
  }

  /** Returns this with another scale. */
  public AttentionOptions scale(double other) {
    return new AttentionOptions(mask, isCausal, OptionalDouble.of(other), dropout, key);
  }

  /**
   * Returns this with another share of weights that become 0.
   *
   * @param random where its random numbers come from: the same key leaves out the same weights
   */
  public AttentionOptions dropout(double share, RandomKey random) {
    return new AttentionOptions(mask, isCausal, scale, share, Optional.of(random));
  }
}
