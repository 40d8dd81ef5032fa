// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * An op that brings its own loops: a matrix product, a convolution, a gather, a sort. A compiler
 * does not look inside, unless the op states an {@link #expansion}.
 */
public non-sealed interface KernelOp extends Op {
  /** Returns a new kernel for inputs and outputs of the given types. */
  Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs);

  /**
   * Returns the kernel written in the most obvious way, the oracle of {@link #kernel}; by default
   * the kernel itself, which suits an op whose obvious way is already the best.
   */
  default Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return kernel(inputs, outputs);
  }

  /**
   * Returns the op that, applied to the source of a view instead of the view, gives the same bits,
   * if this kernel can read the view in place; by default it cannot.
   *
   * @param input which input is the view
   * @param map where each of its elements comes from, all of them from the source
   * @param source the shape of the source
   */
  default Optional<KernelOp> absorbing(int input, IndexMap map, Shape source) {
    return Optional.empty();
  }

  /**
   * Returns the op that, applied to the same inputs, gives a view of this op's one output, with the
   * same bits, if this kernel can write its elements where the view has them; by default it cannot.
   *
   * @param map where each element of the view comes from, each of the output exactly once
   * @param output the shape of the output
   */
  default Optional<KernelOp> emitting(IndexMap map, Shape output) {
    return Optional.empty();
  }

  /**
   * Returns values equal to the outputs, except for rounding within the error that the op states: a
   * graph of simpler ops on the inputs that a compiler may run instead, so that it can fuse the
   * parts with neighbouring nodes. Empty, the default, if the op has none or its kernel suits such
   * inputs better.
   *
   * @param inputs the inputs of a node of this op
   */
  default Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
    return Optional.empty();
  }
}
