// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.TensorType;

/**
 * Several ops fused into one by the compiler. It states the computation; {@code StepCodes} chooses
 * the code that runs it, so that nothing here depends on that code.
 */
public interface FusedOp extends CompilerOp {
  /**
   * Fails: only a compiled program runs a fused op.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  default Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    throw new UnsupportedOperationException(
        name() + parameters() + ": runs in compiled programs only; evaluate the graph before it");
  }
}
