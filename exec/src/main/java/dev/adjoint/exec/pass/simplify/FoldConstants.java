// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.UnboundGraph;
import dev.adjoint.graph.Value;

/**
 * Computes values that depend on constants alone, with the code that would run them, so that the
 * bits are those of a run. Values that grow (a scalar repeated into a large tensor) are left to the
 * run: the result may have no more elements than the inputs together, or {@value #SMALL}, and never
 * more than {@link UnboundGraph#LARGEST}, since it is kept with the compiled code. So is control
 * flow, whose bodies would have to be compiled for it.
 */
public final class FoldConstants implements GraphPass {
  private static final int SMALL = 1024;

  /** Runs an op as a program runs it. */
  @FunctionalInterface
  public interface Evaluator {
    /**
     * Computes the outputs of an op.
     *
     * @throws RuntimeException if the op refuses its inputs
     */
    void run(Node node, Buffer[] inputs, Buffer[] outputs);
  }

  private final Evaluator evaluator;

  /** Creates the pass with the code that runs ops. */
  public FoldConstants(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public Graph apply(Graph graph) {
    GraphRewriter rewriter = new GraphRewriter();
    for (Node node : graph.nodes()) {
      Node renewed = rewriter.renewed(node);
      rewriter.replace(node, renewed);
      if (isFoldable(renewed)) {
        ImmutableList<Tensor> results = compute(renewed);
        for (int i = 0; i < results.size(); i++) {
          LeafOp.Constant constant = new LeafOp.Constant(results.get(i));
          rewriter.replace(node.output(i), Node.of(constant, ImmutableList.of()).output(0));
        }
      }
    }
    return rewriter.result(graph);
  }

  private static boolean isFoldable(Node node) {
    long before = 0;
    for (Value input : node.inputs()) {
      if (!(input.node().op() instanceof LeafOp.Constant)) {
        return false;
      }
      before += input.type().size();
    }
    long after = 0;
    for (TensorType type : node.outputTypes()) {
      after += type.size();
    }
    boolean isSimple = !(node.op() instanceof LeafOp) && !(node.op() instanceof ControlOp);
    return isSimple && after <= Math.max(before, SMALL) && after <= UnboundGraph.LARGEST;
  }

  /** Returns the outputs; none if the op refuses its inputs, which is then the run's to report. */
  private ImmutableList<Tensor> compute(Node node) {
    Buffer[] inputs = new Buffer[node.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = ((LeafOp.Constant) node.inputs().get(i).node().op()).value().buffer();
    }
    Buffer[] outputs = new Buffer[node.outputTypes().size()];
    for (int i = 0; i < outputs.length; i++) {
      TensorType type = node.outputTypes().get(i);
      outputs[i] = Buffer.allocate(type.dtype(), type.size());
    }
    try {
      evaluator.run(node, inputs, outputs);
    } catch (RuntimeException _) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<Tensor> results = ImmutableList.builder();
    for (int i = 0; i < outputs.length; i++) {
      results.add(Tensor.over(node.outputTypes().get(i).shape(), outputs[i]));
    }
    return results.build();
  }
}
