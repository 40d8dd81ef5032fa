// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import dev.adjoint.graph.Tensor;
import java.util.function.DoublePredicate;

/** Checks the targets of all examples before any of them is trained on. */
final class Targets {
  private Targets() {}

  /**
   * Checks every element.
   *
   * @param targets {@code [n, …]}
   * @param allowed whether an element is allowed
   * @param rule the same in words, and the cure
   * @throws IllegalArgumentException if an element is not allowed; names it and its row
   */
  static void check(String loss, Tensor targets, DoublePredicate allowed, String rule) {
    for (int i = 0; i < targets.size(); i++) {
      double target = targets.buffer().getDouble(i);
      if (!allowed.test(target)) {
        throw new IllegalArgumentException(
            loss + ": target " + text(targets, i) + " of row " + row(targets, i) + " " + rule);
      }
    }
  }

  /** Returns the number of the row in which an element stands. */
  static int row(Tensor targets, int element) {
    return element / (targets.size() / targets.shape().dim(0));
  }

  private static String text(Tensor targets, int element) {
    return targets.dtype().isInteger()
        ? Long.toString(targets.buffer().getLong(element))
        : Double.toString(targets.buffer().getDouble(element));
  }
}
