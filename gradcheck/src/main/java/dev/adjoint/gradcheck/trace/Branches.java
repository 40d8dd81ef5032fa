// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Scan;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the decisions that a graph makes by real numbers: values of integers or truth values that
 * change where the function takes another branch. Between two points at which all of them are the
 * same, the graph did the same arithmetic, so that it is as smooth there as its instructions are.
 *
 * <p>Looked into are the bodies of elementwise ops and of scans, and the extremes that reductions
 * find. A kernel tells its decisions by outputs that are not real, such as the positions of a
 * maximum; one that has none is watched for elements that it takes over from its inputs. What else
 * happens inside a kernel stays unseen.
 */
public final class Branches {
  /** Larger kernels are not watched: it would take longer than the kernel. */
  private static final int MOST_WATCHED = 4096;

  private final Set<Node> varying = new HashSet<>();
  private final List<Value> decisions = new ArrayList<>();

  private Branches() {}

  /**
   * Returns the decisions on the way from real inputs to outputs, as values of the same graph.
   *
   * @param inputs what may change; values that are not real are left out
   */
  public static ImmutableList<Value> of(
      List<? extends Value> inputs, List<? extends Value> outputs) {
    Branches branches = new Branches();
    inputs.stream()
        .filter(x -> x.dtype().isFloating())
        .forEach(x -> branches.varying.add(x.node()));
    for (Node node : Graph.of(outputs).nodes()) {
      if (node.inputs().stream().anyMatch(x -> branches.varying.contains(x.node()))) {
        branches.varying.add(node);
        branches.visit(node);
      }
    }
    return ImmutableList.copyOf(branches.decisions);
  }

  private void visit(Node node) {
    switch (node.op()) {
      case ElementwiseOp op -> {
        if (Decisions.areIn(node.body())) {
          decisions.add(Node.of(new Decisions(op), node.inputs()).output(0));
        }
      }
      case ReductionOp op -> {
        if (chooses(op, node)) {
          decisions.add(extremes(op, node));
        }
      }
      case KernelOp _ -> visitKernel(node);
      case Scan scan -> visitScan(scan, node);
      case ControlOp _, ViewOp _, LeafOp _ -> {}
    }
  }

  private static boolean chooses(ReductionOp op, Node node) {
    DType dtype = node.inputTypes().getFirst().dtype();
    if (!dtype.isFloating()) {
      return false;
    }
    Scalar combined = op.combine(Scalar.argument(0, dtype), Scalar.argument(1, dtype));
    return combined.instruction() == Instruction.MAX
        || combined.instruction() == Instruction.MIN
        || combined.instruction() == Instruction.SELECT;
  }

  /** Returns which elements equal the one that a reduction made of them. */
  private static Value extremes(ReductionOp op, Node node) {
    Expr x = Expr.of(node.inputs().getFirst());
    Expr y = Expr.of(node.output(0));
    Shape kept = y.shape();
    for (int i = 0; i < op.axes().length(); i++) {
      kept = kept.insert(op.axes().get(i), 1);
    }
    return x.equal(y.reshape(kept).broadcastTo(x.shape()));
  }

  private void visitKernel(Node node) {
    List<Value> real = new ArrayList<>();
    boolean told = false;
    for (int i = 0; i < node.outputTypes().size(); i++) {
      Value y = node.output(i);
      if (y.dtype().isFloating()) {
        real.add(y);
      } else {
        told = true;
        decisions.add(y);
      }
    }
    boolean onlyReal = node.inputTypes().stream().allMatch(t -> t.dtype().isFloating());
    if (!told && onlyReal && KernelChoices.mayChoose(node, MOST_WATCHED)) {
      List<Value> both = new ArrayList<>(node.inputs());
      both.addAll(real);
      decisions.add(Node.of(new Choice(real.size()), both).output(0));
    }
  }

  /** Puts the decisions of the steps out as further elements of each step. */
  private void visitScan(Scan scan, Node node) {
    Graph body = scan.body().graph();
    List<Value> inside = of(body.inputs(), body.outputs());
    if (!inside.isEmpty()) {
      List<Value> outputs = new ArrayList<>(body.outputs());
      outputs.addAll(inside);
      Scan traced =
          new Scan(
              BodyGraph.of(body.inputs(), outputs),
              scan.length(),
              scan.carries(),
              scan.xs(),
              scan.backward());
      Node all = Node.of(traced, node.inputs());
      for (int i = node.outputTypes().size(); i < all.outputTypes().size(); i++) {
        decisions.add(all.output(i));
      }
    }
  }
}
