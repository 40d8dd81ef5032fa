// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.ir.LoopOp;
import dev.adjoint.exec.ir.PlacedLoop;
import dev.adjoint.exec.ir.ProductLoop;
import dev.adjoint.exec.ir.StagedLoop;
import dev.adjoint.exec.ir.StraightLine;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.graph.Workers;

/**
 * How to run an op on given types. Immutable, and shared by all steps and programs that do the
 * same; {@link #bind} makes what runs on particular memory.
 */
public interface StepCode {
  /** How many elements a piece of work has at least, so that handing it over pays. */
  int GRAIN = 16_384;

  /**
   * Returns a step over the given buffers. The arrays are kept: a buffer replaced in them later is
   * the one that runs use then.
   *
   * @param inputs one buffer for each input
   * @param outputs one buffer for each output
   * @param scratch working memory, shared with the other steps of the frame
   * @param workers runs the pieces of large steps
   */
  BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers);

  /** Returns a kernel that runs the step by itself, for who has no program. */
  default Kernel alone() {
    return (in, out, workers) -> bind(in, out, new ScratchPool(), workers).run();
  }

  /**
   * Returns the code of an op that computes something.
   *
   * @throws IllegalArgumentException if it is a leaf, or control flow, whose bodies need a compiler
   */
  static StepCode of(Op op, ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return switch (op) {
      case LeafOp leaf -> throw new IllegalArgumentException(leaf.name() + " computes nothing");
      case ElementwiseOp e -> ElementwiseCode.of(e, inputs);
      case ReductionOp r -> ReductionCode.of(r, inputs.getFirst());
      case ViewOp v -> ViewCode.of(v, inputs.getFirst());
      case LoopOp l -> LoopCode.of(l, true);
      case PlacedLoop p -> LoopCode.of(p, true);
      case ProductLoop p -> ProductLoopCode.of(p, inputs, true);
      case StagedLoop s -> StagedCode.of(s, inputs, true);
      case StraightLine s -> StraightCode.of(s);
      case KernelOp k -> KernelCode.of(k, inputs, outputs);
      case ControlOp c ->
          throw new IllegalArgumentException(c.name() + " has bodies, which are not compiled");
    };
  }
}
