// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import dev.adjoint.ops.Expr;
import java.util.Arrays;
import java.util.List;

/**
 * The carries and the outputs of a scan. For one step: the next carry and the outputs of this step.
 * For the whole scan: the last carry and, for each output, those of all steps stacked along a new
 * first axis.
 *
 * @param carry the values that go from step to step
 * @param ys the outputs
 */
public record Scanned(ImmutableList<Expr> carry, ImmutableList<Expr> ys) {
  /** Returns what is given. */
  public static Scanned of(List<? extends Expr> carry, List<? extends Expr> ys) {
    Given.allPresent(Scan.NAME, "carry", carry);
    Given.allPresent(Scan.NAME, "output", ys);
    return new Scanned(ImmutableList.copyOf(carry), ImmutableList.copyOf(ys));
  }

  /** Returns one carry and one output. */
  public static Scanned of(Expr carry, Expr y) {
    return of(Arrays.asList(carry), Arrays.asList(y));
  }

  /** Returns a carry and no outputs. */
  public static Scanned carrying(Expr... carry) {
    return of(Arrays.asList(carry), ImmutableList.of());
  }
}
