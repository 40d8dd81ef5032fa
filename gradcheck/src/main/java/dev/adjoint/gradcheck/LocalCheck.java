// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.op.elementwise.StopGradient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Looks at each op of a function by itself, at the values that it has there. At a kink the rules of
 * all ops may be right while what the chain rule makes of them is not: {@code relu(x) − relu(−x)}
 * has slope 1 at 0, and the sum of the slopes that are right for its parts may be 0.
 */
final class LocalCheck {
  /** So many variables of an op are looked at. */
  private static final int MOST = 64;

  private static final int MOST_FAULTY = 8;

  private final CheckedFunction subject;
  private final Settings settings;
  private final RandomGenerator random;

  LocalCheck(CheckedFunction subject, Settings settings, RandomGenerator random) {
    this.subject = subject;
    this.settings = settings;
    this.random = random;
  }

  /** Returns whether one of the ops is wrong, or there is one only. */
  boolean findsFault() {
    TracedFunction trace = new TracedFunction(subject);
    List<Node> nodes = nodes(trace);
    if (nodes.size() == 1) {
      return true;
    }
    Map<Value, Tensor> values = values(trace, nodes);
    return nodes.stream().anyMatch(node -> isWrong(node, values));
  }

  /** An op and the values that it is applied to. */
  record Applied(Op op, List<Tensor> inputs) {}

  /** Returns an op that is wrong, with its inputs; not one that detaches, which somebody wanted. */
  Optional<Applied> firstFaulty() {
    TracedFunction trace = new TracedFunction(subject);
    List<Node> nodes = nodes(trace);
    Map<Value, Tensor> values = values(trace, nodes);
    return nodes.stream()
        .filter(node -> !(node.op() instanceof StopGradient))
        .filter(node -> node.inputs().stream().allMatch(values::containsKey))
        .filter(node -> nodes.size() == 1 || isWrong(node, values))
        .findFirst()
        .map(node -> new Applied(node.op(), node.inputs().stream().map(values::get).toList()));
  }

  /** Returns the ops that are wrong, each once. */
  List<Op> faulty() {
    TracedFunction trace = new TracedFunction(subject);
    List<Node> nodes = nodes(trace);
    if (nodes.size() == 1) {
      return List.of(nodes.getFirst().op());
    }
    Map<Value, Tensor> values = values(trace, nodes);
    return nodes.stream()
        .filter(node -> isWrong(node, values))
        .map(Node::op)
        .distinct()
        .limit(MOST_FAULTY)
        .toList();
  }

  private static List<Node> nodes(TracedFunction trace) {
    return Graph.of(trace.ys()).nodes().stream()
        .filter(node -> !(node.op() instanceof LeafOp))
        .toList();
  }

  private Map<Value, Tensor> values(TracedFunction trace, List<Node> nodes) {
    Set<Value> needed = new LinkedHashSet<>();
    nodes.forEach(node -> needed.addAll(node.inputs()));
    Map<Value, Tensor> given = new HashMap<>();
    for (int i = 0; i < trace.inputs().size(); i++) {
      given.put(trace.inputs().get(i), subject.point().get(i));
    }
    List<Value> list = List.copyOf(needed);
    Map<Value, Tensor> values = new HashMap<>();
    try {
      List<Tensor> all = Interpreter.evaluate(list, given);
      for (int i = 0; i < list.size(); i++) {
        values.put(list.get(i), all.get(i));
      }
    } catch (RuntimeException _) { // a kernel has no value there
      return Map.of();
    }
    return values;
  }

  private boolean isWrong(Node node, Map<Value, Tensor> values) {
    List<Tensor> point = new ArrayList<>();
    for (Value x : node.inputs()) {
      Tensor value = values.get(x);
      if (value == null || !isFinite(value)) {
        return false;
      }
      point.add(value);
    }
    Op op = node.op();
    CheckedFunction alone =
        CheckedFunction.of(op.name(), point, xs -> Expr.applyAll(op, xs))
            .at(point, subject.place());
    CheckLog log = new CheckLog(settings);
    new PointCheck(settings, log, random).checkAlone(alone, MOST);
    return log.hasErrors();
  }

  private static boolean isFinite(Tensor value) {
    if (value.dtype().isFloating()) {
      for (double x : value.toDoubleArray()) {
        if (!Double.isFinite(x)) {
          return false;
        }
      }
    }
    return true;
  }
}
