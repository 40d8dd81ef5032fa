// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs control flow: every bound step has a frame of its own for each body. */
public record ControlCode(
    ControlOp op,
    ImmutableList<Executable> bodies,
    ImmutableList<TensorType> inputTypes,
    ImmutableList<TensorType> outputTypes)
    implements StepCode {
  /**
   * Returns the code of control flow on given types.
   *
   * @param compiler compiles a body
   */
  public static ControlCode of(
      ControlOp op,
      ImmutableList<TensorType> inputs,
      ImmutableList<TensorType> outputs,
      Function<BodyGraph, Executable> compiler) {
    ImmutableList<Executable> bodies =
        op.bodies().stream().map(compiler).collect(ImmutableList.toImmutableList());
    return new ControlCode(op, bodies, inputs, outputs);
  }

  /** Returns the plans of the bodies. */
  public ImmutableList<Plan> plans() {
    return bodies.stream().map(Executable::plan).collect(ImmutableList.toImmutableList());
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return bind(inputs, outputs, new Buffer[0], scratch, workers);
  }

  /** Returns a step whose bodies read the given constants, by number. */
  BoundStep bind(
      Buffer[] inputs,
      Buffer[] outputs,
      @Nullable Buffer[] constants,
      ScratchPool scratch,
      Workers workers) {
    ImmutableList<Frame> frames =
        bodies.stream()
            .map(body -> frame(body, constants, scratch, workers))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<Kernel> kernels =
        frames.stream().map(ControlCode::kernel).collect(ImmutableList.toImmutableList());
    return new Bound(op.kernel(kernels, inputTypes, outputTypes), frames, inputs, outputs, workers);
  }

  /** Control flow on particular memory. */
  private record Bound(
      Kernel kernel,
      ImmutableList<Frame> frames,
      Buffer[] inputs,
      Buffer[] outputs,
      Workers workers)
      implements BoundStep {
    @Override
    public void run() {
      try {
        kernel.run(inputs, outputs, workers);
      } finally {
        // Counted, as an iterator would be allocated in every run.
        for (int i = 0; i < frames.size(); i++) {
          frames.get(i).release();
        }
      }
    }

    @Override
    public void release() {
      kernel.release();
      frames.forEach(Frame::rest);
    }
  }

  private Frame frame(
      Executable body, @Nullable Buffer[] constants, ScratchPool scratch, Workers workers) {
    return op.runsSideBySide()
        ? Frame.ofBody(body, constants, new ScratchPool(), Workers.SERIAL)
        : Frame.ofBody(body, constants, scratch, workers);
  }

  private static Kernel kernel(Frame frame) {
    return (in, out, _) -> {
      for (int i = 0; i < in.length; i++) {
        frame.setInput(i, in[i]);
      }
      for (int i = 0; i < out.length; i++) {
        frame.setOutput(i, out[i]);
      }
      frame.run();
    };
  }
}
