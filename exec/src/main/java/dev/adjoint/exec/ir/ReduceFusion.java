// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.TensorType;
import java.util.List;

/**
 * A fused loop whose last results are reduced as they are computed, not stored. All reductions walk
 * through the elements in the same way, which is one that {@link ReductionPath} knows. The compiler
 * makes it; two are equal if they do the same.
 *
 * @param loop the loop; its outputs are all results, before they are reduced
 * @param reductions the reductions of the last results, those that reduce rows into one another
 *     first
 */
public record ReduceFusion(LoopFusion loop, ImmutableList<ReductionOp> reductions)
    implements LoopOp {
  /** Checks that there is a result for each reduction. */
  public ReduceFusion {
    Preconditions.checkArgument(
        !reductions.isEmpty() && reductions.size() <= loop.types().size(),
        "fused: %s reductions of %s results",
        reductions.size(),
        loop.types().size());
  }

  /** Returns the type of a reduction's input. */
  TensorType reduced(int reduction) {
    return loop.types().get(stored() + reduction);
  }

  /** Returns the path of a reduction. */
  public ReductionPath path(int reduction) {
    return ReductionPath.of(reduced(reduction).shape(), reductions.get(reduction).axes())
        .orElseThrow();
  }

  /** Returns the path of all reductions together. */
  public ReductionPath path() {
    ReductionPath path = path(0);
    for (int i = 1; i < reductions.size(); i++) {
      path = path.with(path(i)).orElseThrow();
    }
    return path;
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ImmutableList<TensorType> results = loop.infer(inputs);
    ImmutableList.Builder<TensorType> types = ImmutableList.builder();
    types.addAll(results.subList(0, stored()));
    for (int i = 0; i < reductions.size(); i++) {
      types.addAll(reductions.get(i).infer(ImmutableList.of(reduced(i))));
    }
    return types.build();
  }

  @Override
  public String name() {
    return "fused";
  }

  /** Returns the body, the extents and the reductions. */
  @Override
  public String parameters() {
    StringBuilder text = new StringBuilder(loop.parameters());
    text.setLength(text.length() - 1);
    reductions.forEach(f -> text.append(", ").append(f.name()).append(f.parameters()));
    return text.append(']').toString();
  }
}
