// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import dev.adjoint.exec.block.BlockBody;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.List;

/** Runs an elementwise op: its body over all elements, in pieces of {@link #GRAIN}. */
record ElementwiseCode(BlockBody body) implements StepCode {
  static ElementwiseCode of(ElementwiseOp op, List<TensorType> inputs) {
    return new ElementwiseCode(BlockBody.of(op.bodyFor(inputs)));
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return new Bound(body, inputs, outputs, scratch, workers);
  }

  private static final class Bound implements BoundStep, Workers.Task {
    private final BlockBody body;
    private final Buffer[] inputs;
    private final Buffer[] outputs;
    private final ScratchPool scratch;
    private final Workers workers;

    Bound(BlockBody body, Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
      this.body = body;
      this.inputs = inputs;
      this.outputs = outputs;
      this.scratch = scratch;
      this.workers = workers;
    }

    @Override
    public void run() {
      int size = outputs[0].size();
      if (size <= GRAIN) {
        body.run(inputs, outputs[0], 0, size, scratch.own());
      } else {
        workers.forEach((size - 1) / GRAIN + 1, this);
      }
    }

    @Override
    public void run(int piece) {
      Scratch own = scratch.take();
      int from = piece * GRAIN;
      body.run(inputs, outputs[0], from, Math.min(from + GRAIN, outputs[0].size()), own);
      scratch.giveBack(own);
    }
  }
}
