package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;

/**
 * An op that brings its own loops: a matrix product, a convolution, a gather, a sort. A compiler
 * does not look inside.
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
}
