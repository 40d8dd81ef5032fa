// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Thousands of operations on single numbers, each using the one before it.
 *
 * @param length how often the formula is applied; it has three operations
 */
public record ScalarGraph(int length) implements Workload {
  /** How often the formula is applied in the workload that peers have, too. */
  public static final int LENGTH = 1_000;

  /** Where {@code v} starts. */
  public static final float START = 0.5f;

  /** The factor {@code w}, so small that {@code v} is still on its way to π at the end. */
  public static final float FACTOR = 0.001f;

  /** The workload that peers have, too. */
  public ScalarGraph() {
    this(LENGTH);
  }

  @Override
  public String name() {
    return "scalar-graph";
  }

  @Override
  public String summary() {
    return String.format(Locale.ROOT, "v = sin(v)·w + v, %,d times, gradient by v and w", length);
  }

  @Override
  public AdjointStep adjoint() {
    Compiled compiled = new Compiled();
    Expr start = compiled.input("v", Tensor.scalar(START));
    Expr w = compiled.input("w", Tensor.scalar(FACTOR));
    Expr v = start;
    for (int i = 0; i < length; i++) {
      v = v.sin().mul(w).add(v);
    }
    List<Expr> gradients = Autodiff.grad(v, start, w);
    return compiled.step(
        v, gradients.getLast(), List.of(v, gradients.getFirst(), gradients.getLast()), Map.of());
  }
}
