// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Map;

/** A formula of elementwise operations over a long array, which is worth as much as its fusion. */
public record Chain() implements Workload {
  /** The number of elements. */
  public static final int SIZE = 1_000_000;

  @Override
  public String name() {
    return "chain";
  }

  @Override
  public String summary() {
    return "tanh(0.7x + 0.1)·σ(x) + exp(−x²) of 1,000,000 elements, sum, gradient";
  }

  @Override
  public AdjointStep adjoint() {
    Compiled compiled = new Compiled();
    Expr x = compiled.input("x", Tensor.of(WorkloadData.uniform(0, SIZE, -2, 2)));
    Expr y = x.mul(0.7).add(0.1).tanh().mul(x.sigmoid()).add(x.square().neg().exp()).sum();
    Expr dx = Autodiff.grad(y, x).getFirst();
    return compiled.step(y, dx, List.of(y, dx), Map.of());
  }
}
