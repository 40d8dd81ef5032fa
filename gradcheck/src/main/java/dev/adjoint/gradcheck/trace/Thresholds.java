// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.op.elementwise.Cast;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the numbers with which a graph compares others: near them a function may have a kink, and a
 * rule may be another.
 */
public final class Thresholds {
  private final Set<Double> found = new TreeSet<>();

  private Thresholds() {}

  /** Returns the magnitudes of finite numbers that a graph compares with, 0 left out. */
  public static Set<Double> of(Collection<? extends Value> outputs) {
    Thresholds thresholds = new Thresholds();
    for (Node node : Graph.of(List.copyOf(outputs)).nodes()) {
      if (node.op() instanceof ElementwiseOp) {
        thresholds.visit(node);
      }
    }
    return thresholds.found;
  }

  private void visit(Node node) {
    for (Scalar step : Decisions.steps(node.body())) {
      switch (step.instruction()) {
        case MIN, MAX, LESS, LESS_EQUAL, EQUAL -> step.operands().forEach(x -> add(x, node));
        default -> {}
      }
    }
  }

  private void add(Scalar operand, Node node) {
    switch (operand.instruction()) {
      case CONSTANT -> add(Double.longBitsToDouble(operand.payload()), operand);
      case ARGUMENT ->
          constant(node.inputs().get((int) operand.payload())).ifPresent(c -> add(c, operand));
      default -> {}
    }
  }

  private void add(double threshold, Scalar operand) {
    double magnitude = Math.abs(threshold);
    if (operand.dtype().isFloating() && magnitude > 0 && magnitude < Double.POSITIVE_INFINITY) {
      found.add(magnitude);
    }
  }

  /** Returns the number that a value consists of, if it is made of a single one. */
  private static OptionalDouble constant(Value value) {
    Node node = value.node();
    while (node.op() instanceof ViewOp || node.op() instanceof Cast) {
      node = node.inputs().getFirst().node();
    }
    return node.op() instanceof LeafOp.Constant(Tensor tensor) && tensor.size() == 1
        ? OptionalDouble.of(tensor.buffer().getDouble(0))
        : OptionalDouble.empty();
  }
}
