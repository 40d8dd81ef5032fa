// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Map;

/**
 * Layer normalisation of rows (Ba, Kiros and Hinton, "Layer Normalization", 2016), and the gradient
 * of the mean square of its product with given numbers by the input.
 */
public record LayerNormStep() implements Workload {
  private static final int ROWS = 4096;
  private static final int WIDTH = 768;

  @Override
  public String name() {
    return "layer-norm";
  }

  @Override
  public String summary() {
    return "layer normalisation of 4096 rows of 768, and its gradient";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Compiled compiled = new Compiled();
    Expr x = matrix(compiled, "x", 0);
    Expr scale = matrix(compiled, "scale", 1);
    Expr centred = x.sub(x.meanKeepDims(-1));
    Expr normed = centred.div(centred.square().meanKeepDims(-1).add(1e-5).sqrt());
    Expr y = normed.mul(scale).square().mean();
    Expr dx = Autodiff.grad(y, x).getFirst();
    return compiled.step(y, dx, List.of(y, dx), Map.of());
  }

  private static Expr matrix(Compiled compiled, String label, int array) {
    float[] numbers = WorkloadData.uniform(array, ROWS * WIDTH, -1, 1);
    return compiled.input(label, Tensor.wrap(Shape.of(ROWS, WIDTH), numbers));
  }
}
