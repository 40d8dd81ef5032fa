// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;

/** Runs an op that brings its own loops; every bound step has a kernel of its own. */
record KernelCode(
    KernelOp op, ImmutableList<TensorType> inputTypes, ImmutableList<TensorType> outputTypes)
    implements StepCode {
  static KernelCode of(
      KernelOp op, ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new KernelCode(op, inputs, outputs);
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    Kernel kernel = op.kernel(inputTypes, outputTypes);
    return () -> kernel.run(inputs, outputs, workers);
  }
}
