package dev.adjoint.exec.pass;

import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;

/**
 * Removes nodes that hand one input through unchanged: an elementwise op whose body is an argument,
 * and a view that keeps the shape and every element's place.
 */
public final class RemoveIdentities implements GraphPass {
  /** Creates the pass. */
  public RemoveIdentities() {}

  @Override
  public Graph apply(Graph graph) {
    GraphRewriter rewriter = new GraphRewriter();
    for (Node node : graph.nodes()) {
      Node renewed = rewriter.renewed(node);
      rewriter.replace(node, renewed);
      int same = passedThrough(renewed);
      if (same >= 0) {
        rewriter.replace(node.output(0), renewed.inputs().get(same));
      }
    }
    return rewriter.result(graph);
  }

  /** Returns the number of the input that is the output, or −1. */
  private static int passedThrough(Node node) {
    Op op = node.op();
    if (op instanceof ElementwiseOp e) {
      Scalar body = e.bodyFor(node.inputTypes());
      return body.instruction() == Instruction.ARGUMENT ? (int) body.payload() : -1;
    }
    if (op instanceof ViewOp v) {
      Value x = node.inputs().getFirst();
      boolean same =
          x.type().equals(node.outputTypes().getFirst())
              && v.map(x.shape()).isIdentity(x.type().size());
      return same ? 0 : -1;
    }
    return -1;
  }
}
