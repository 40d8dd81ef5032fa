// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.List;
import java.util.Map;

/** The cross-entropy of a softmax over many classes, and its gradient by the logits. */
public record ManyClasses() implements Workload {
  private static final int ROWS = 128;
  private static final int CLASSES = 10_000;

  @Override
  public String name() {
    return "softmax-10000";
  }

  @Override
  public String summary() {
    return "cross-entropy of 128 rows of 10,000 classes, and its gradient";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Compiled compiled = new Compiled();
    float[] numbers = WorkloadData.uniform(0, ROWS * CLASSES, -4, 4);
    Expr logits = compiled.input("logits", Tensor.wrap(Shape.of(ROWS, CLASSES), numbers));
    Tensor classes = Tensor.of(WorkloadData.labels(1, ROWS, CLASSES));
    Expr loss = Losses.softmaxCrossEntropy(logits, compiled.input("labels", classes));
    Expr gradient = Autodiff.grad(loss, logits).getFirst();
    return compiled.step(loss, gradient, List.of(loss, gradient), Map.of());
  }
}
