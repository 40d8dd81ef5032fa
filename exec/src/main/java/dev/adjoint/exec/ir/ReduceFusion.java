// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.TensorType;
import java.util.List;

/**
 * A fused loop, the last results of which are not stored but folded while they are at hand. All
 * reductions walk through the elements in the same way, which is one that {@link ReductionPath}
 * knows. The compiler makes it; two are equal if they do the same.
 *
 * @param loop the loop; its outputs are all results, before they are folded
 * @param folds the reductions of the last results, those that fold rows into one another first
 */
public record ReduceFusion(LoopFusion loop, ImmutableList<ReductionOp> folds) implements LoopOp {
  /** Checks that there is a result for each reduction. */
  public ReduceFusion {
    Preconditions.checkArgument(
        !folds.isEmpty() && folds.size() <= loop.types().size(),
        "fused: %s reductions of %s results",
        folds.size(),
        loop.types().size());
  }

  /** Returns the type of what a reduction folds. */
  TensorType folded(int fold) {
    return loop.types().get(stored() + fold);
  }

  /** Returns the path of a reduction. */
  public ReductionPath path(int fold) {
    return ReductionPath.of(folded(fold).shape(), folds.get(fold).axes()).orElseThrow();
  }

  /** Returns the path of all reductions together. */
  public ReductionPath path() {
    ReductionPath path = path(0);
    for (int i = 1; i < folds.size(); i++) {
      path = path.with(path(i)).orElseThrow();
    }
    return path;
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ImmutableList<TensorType> results = loop.infer(inputs);
    ImmutableList.Builder<TensorType> types = ImmutableList.builder();
    types.addAll(results.subList(0, stored()));
    for (int i = 0; i < folds.size(); i++) {
      types.addAll(folds.get(i).infer(ImmutableList.of(folded(i))));
    }
    return types.build();
  }

  @Override
  public String name() {
    return "fused";
  }

  /** Returns what the body does, what it runs over and what folds it. */
  @Override
  public String parameters() {
    StringBuilder text = new StringBuilder(loop.parameters());
    text.setLength(text.length() - 1);
    folds.forEach(f -> text.append(", ").append(f.name()).append(f.parameters()));
    return text.append(']').toString();
  }
}
