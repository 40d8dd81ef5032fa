// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.TensorType;
import java.util.List;

/**
 * What proves an op: samples to try it on, and inputs that it must refuse. It stands in the op's
 * own file, and {@link OpCatalog} lists it.
 *
 * @param type the op's record
 * @param samples ways to apply it, at least one
 * @param refusals inputs that it does not take
 */
public record OpProof(
    Class<? extends Op> type, ImmutableList<Sample> samples, ImmutableList<Refusal> refusals) {
  /**
   * Inputs that an op must refuse.
   *
   * @param op the op
   * @param inputs types that it does not take
   * @param message the whole message of the {@link dev.adjoint.graph.ShapeException}
   */
  public record Refusal(Op op, ImmutableList<TensorType> inputs, String message) {}

  /** Checks that there is a sample, and that all of them are of this op. */
  public OpProof {
    Preconditions.checkArgument(!samples.isEmpty(), "%s has no samples", type);
    samples.forEach(s -> Preconditions.checkArgument(type.isInstance(s.op()), "not a %s", type));
  }

  /** Returns a proof by samples alone; {@link #refusing} adds to it. */
  public static OpProof of(Class<? extends Op> type, Sample... samples) {
    return new OpProof(type, ImmutableList.copyOf(samples), ImmutableList.of());
  }

  /** Returns this proof with samples added. */
  public OpProof and(Sample... more) {
    return new OpProof(
        type, ImmutableList.<Sample>builder().addAll(samples).add(more).build(), refusals);
  }

  /** Returns this proof with inputs added that the op must refuse with the given message. */
  public OpProof refusing(Op op, List<TensorType> inputs, String message) {
    return new OpProof(
        type,
        samples,
        ImmutableList.<Refusal>builder()
            .addAll(refusals)
            .add(new Refusal(op, ImmutableList.copyOf(inputs), message))
            .build());
  }
}
