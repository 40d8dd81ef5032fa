// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.TensorType;
import java.util.List;

/**
 * The test data of an op: samples, and inputs that are errors. It stands in the op's own file, and
 * {@link OpCatalog} lists it.
 *
 * @param type the op's record
 * @param samples ways to apply the op, at least one
 * @param errorInputs inputs that the op rejects
 */
public record OpInfo(
    Class<? extends Op> type,
    ImmutableList<Sample> samples,
    ImmutableList<ErrorInputs> errorInputs) {
  /**
   * Inputs that are an error.
   *
   * @param op the op
   * @param types types that it rejects
   * @param message the whole message of the {@link dev.adjoint.graph.ShapeException}
   */
  public record ErrorInputs(Op op, ImmutableList<TensorType> types, String message) {}

  /** Checks that there is a sample, and that all of them are of this op. */
  public OpInfo {
    Preconditions.checkArgument(!samples.isEmpty(), "%s has no samples", type);
    samples.forEach(s -> Preconditions.checkArgument(type.isInstance(s.op()), "not a %s", type));
  }

  /**
   * Returns an op's samples; {@link #errorInputs(Op, List, String)} adds inputs that are errors.
   */
  public static OpInfo of(Class<? extends Op> type, Sample... samples) {
    return new OpInfo(type, ImmutableList.copyOf(samples), ImmutableList.of());
  }

  /** Returns this with samples added. */
  public OpInfo and(Sample... more) {
    return new OpInfo(
        type, ImmutableList.<Sample>builder().addAll(samples).add(more).build(), errorInputs);
  }

  /**
   * Returns this with inputs added that are an error.
   *
   * @param op the op
   * @param types types that it rejects
   * @param message the whole message of the {@link dev.adjoint.graph.ShapeException}
   */
  public OpInfo errorInputs(Op op, List<TensorType> types, String message) {
    return new OpInfo(
        type,
        samples,
        ImmutableList.<ErrorInputs>builder()
            .addAll(errorInputs)
            .add(new ErrorInputs(op, ImmutableList.copyOf(types), message))
            .build());
  }
}
