// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.State;

/**
 * How a recurrent layer goes along a sequence.
 *
 * @param last whether it gives the output of the last step alone, or those of all steps
 * @param backward whether it goes from the last step to the first
 * @param carried the parts of the state that batches hand on; empty if each begins with zeros
 */
public record RecurrenceOptions(boolean last, boolean backward, ImmutableList<State> carried) {
  /** What layers begin with: all outputs, forward, every batch from a state of zeros. */
  public static final RecurrenceOptions DEFAULT =
      new RecurrenceOptions(false, false, ImmutableList.of());

  /** Returns these with the output of the last step alone. */
  public RecurrenceOptions withLast() {
    return new RecurrenceOptions(true, backward, carried);
  }

  /** Returns these in the other direction: from the last step to the first. */
  public RecurrenceOptions withBackward() {
    return new RecurrenceOptions(last, true, carried);
  }

  /** Returns these with a state that batches hand on. */
  public RecurrenceOptions withCarried(ImmutableList<State> states) {
    return new RecurrenceOptions(last, backward, states);
  }

  void reset() {
    carried.forEach(state -> state.set(Tensor.zeros(state.dtype(), state.shape())));
  }
}
