// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.ir.ConcatFusion;
import dev.adjoint.exec.ir.EpilogueFusion;
import dev.adjoint.exec.ir.LoopOp;
import dev.adjoint.exec.ir.RowFusion;
import dev.adjoint.exec.ir.ScalarBlock;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.graph.Workers;

/**
 * Decides which code runs an op, the only place that does.
 *
 * @param emit whether fused loops run on generated classes, unless they are too long for one
 * @param bodies compiles the bodies of control flow
 */
public record StepCodes(boolean emit, BodyCompiler bodies) {
  /** Compiles a body of control flow. */
  @FunctionalInterface
  public interface BodyCompiler {
    /** Returns the executable of a body of an op. */
    Executable compile(ControlOp op, BodyGraph body);
  }

  /**
   * Returns the code of an op without bodies.
   *
   * @throws IllegalArgumentException if it is a leaf, or control flow, whose bodies need a compiler
   */
  public static StepCode of(
      Op op, ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    StepCodes codes =
        new StepCodes(
            true,
            (control, _) -> {
              throw new IllegalArgumentException(
                  control.name() + " has bodies, which are not compiled");
            });
    return codes.code(op, inputs, outputs);
  }

  /**
   * Runs the op of a node, which has no bodies, as a program runs it.
   *
   * @throws RuntimeException if the op refuses its inputs
   */
  public static void run(Node node, Buffer[] inputs, Buffer[] outputs) {
    of(node.op(), node.inputTypes(), node.outputTypes())
        .bind(inputs, outputs, new ScratchPool(), Workers.SERIAL)
        .run();
  }

  /**
   * Returns the code of an op that computes something.
   *
   * @throws IllegalArgumentException if it is a leaf
   */
  public StepCode code(Op op, ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return switch (op) {
      case LeafOp leaf -> throw new IllegalArgumentException(leaf.name() + " computes nothing");
      case ElementwiseOp e -> ElementwiseCode.of(e, inputs);
      case ReductionOp r -> ReductionCode.of(r, inputs.getFirst());
      case ViewOp v -> ViewCode.of(v, inputs.getFirst());
      case LoopOp l -> LoopCode.of(l, emit);
      case ConcatFusion p -> LoopCode.of(p, emit);
      case EpilogueFusion p -> EpilogueFusionCode.of(p, inputs, emit);
      case RowFusion s -> RowFusionCode.of(s, inputs, emit);
      case ScalarBlock s -> ScalarBlockCode.of(s);
      case KernelOp k -> KernelCode.of(k, inputs, outputs);
      case ControlOp c -> ControlCode.of(c, inputs, outputs, body -> bodies.compile(c, body));
    };
  }
}
