// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.TensorType;

/** One step of a plan; slots are named by their numbers in {@link Plan#slots}. */
public sealed interface PlanStep {
  /** Returns the slots that are read. */
  ImmutableIntArray reads();

  /** Returns the slots that are overwritten. */
  ImmutableIntArray writes();

  /**
   * Applies an op.
   *
   * @param op the op
   * @param inputTypes the types of its inputs
   * @param outputTypes the types of its outputs
   * @param reads the slot of each input
   * @param writes the slot of each output
   */
  record Apply(
      Op op,
      ImmutableList<TensorType> inputTypes,
      ImmutableList<TensorType> outputTypes,
      ImmutableIntArray reads,
      ImmutableIntArray writes)
      implements PlanStep {
    /** Returns whether an output overwrites an input. */
    public boolean isInPlace() {
      for (int i = 0; i < writes.length(); i++) {
        if (reads.contains(writes.get(i))) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Copies a slot into another.
   *
   * @param from the slot to read
   * @param to the slot to overwrite
   */
  record Copy(int from, int to) implements PlanStep {
    @Override
    public ImmutableIntArray reads() {
      return ImmutableIntArray.of(from);
    }

    @Override
    public ImmutableIntArray writes() {
      return ImmutableIntArray.of(to);
    }
  }
}
