// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.emit.LoopBodyBuilder;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.ScalarBlock;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces elementwise nodes on single numbers by {@link ScalarBlock} nodes, which take no memory
 * for what only they read. What becomes one, {@link ScalarAnalysis} decides.
 */
public final class FuseScalars {
  private final Graph graph;
  private final ScalarAnalysis grouping;
  private final Bodies bodies = new Bodies();

  /** What is read outside of the group that computes it. */
  private final Set<Value> needed = new HashSet<>();

  private final Map<Value, Value> renewed = new HashMap<>();

  private FuseScalars(Computation computation) {
    this.graph = computation.graph();
    this.grouping = ScalarAnalysis.of(computation);
  }

  /** Returns the computation with nodes on single numbers joined. */
  public static Computation apply(Computation computation) {
    FuseScalars pass = new FuseScalars(computation);
    return pass.grouping.isEmpty() ? computation : computation.with(pass.rewrite());
  }

  private Graph rewrite() {
    needed.addAll(graph.outputs());
    for (Node node : graph.nodes()) {
      Node group = grouping.group(node);
      for (Value input : node.inputs()) {
        if (grouping.isMember(input.node()) && grouping.group(input.node()) != group) {
          needed.add(input);
        }
      }
    }
    for (Node group : order()) {
      renew(group);
    }
    return Graph.of(graph.inputs(), renewed(graph.outputs()));
  }

  /** A group, or a node in none, and those that it needs and that are still to be entered. */
  private record Visit(Node group, Deque<Node> open) {}

  /** Returns the groups, and nodes in none, each after those that it needs. */
  private List<Node> order() {
    List<Node> order = new ArrayList<>();
    Set<Node> entered = new HashSet<>();
    Deque<Visit> open = new ArrayDeque<>();
    for (Node node : graph.nodes()) {
      enter(grouping.group(node), entered, open);
      while (!open.isEmpty()) {
        Visit visit = open.peek();
        if (visit.open.isEmpty()) {
          order.add(visit.group);
          open.pop();
        } else {
          enter(visit.open.pop(), entered, open);
        }
      }
    }
    return order;
  }

  private void enter(Node group, Set<Node> entered, Deque<Visit> open) {
    if (!entered.add(group)) {
      return;
    }
    Deque<Node> needs = new ArrayDeque<>();
    for (Node node : members(group)) {
      for (Value input : node.inputs()) {
        Node other = grouping.group(input.node());
        if (other != group) {
          needs.add(other);
        }
      }
    }
    open.push(new Visit(group, needs));
  }

  private List<Node> members(Node group) {
    return grouping.isMember(group) ? grouping.members(group) : List.of(group);
  }

  private void renew(Node group) {
    if (grouping.isMember(group)) {
      join(grouping.members(group));
      return;
    }
    List<Value> inputs = renewed(group.inputs());
    Node by = inputs.equals(group.inputs()) ? group : group.withInputs(inputs);
    for (int i = 0; i < group.outputTypes().size(); i++) {
      renewed.put(group.output(i), by.output(i));
    }
  }

  private List<Value> renewed(List<Value> values) {
    List<Value> now = new ArrayList<>(values.size());
    for (Value value : values) {
      now.add(renewed.get(value));
    }
    return now;
  }

  private void join(List<Node> members) {
    LoopBodyBuilder body = new LoopBodyBuilder();
    Map<Value, Integer> steps = new HashMap<>();
    List<Value> inputs = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    for (Node node : members) {
      List<Integer> arguments = new ArrayList<>(node.inputs().size());
      for (Value input : node.inputs()) {
        Integer step = steps.get(input);
        if (step == null) {
          step = outside(input, body, inputs);
          steps.put(input, step);
        }
        arguments.add(step);
      }
      Value output = node.output(0);
      steps.put(
          output,
          node.op() instanceof ElementwiseOp
              ? body.append(bodies.program(node), arguments)
              : arguments.getFirst());
      if (needed.contains(output)) {
        outputs.add(output);
      }
    }
    List<Integer> results = new ArrayList<>();
    ImmutableList.Builder<TensorType> types = ImmutableList.builder();
    for (Value output : outputs) {
      results.add(steps.get(output));
      types.add(output.type());
    }
    Node joined = Node.of(new ScalarBlock(body.build(results), types.build()), inputs);
    for (int i = 0; i < outputs.size(); i++) {
      renewed.put(outputs.get(i), joined.output(i));
    }
  }

  private int outside(Value input, LoopBodyBuilder body, List<Value> inputs) {
    DType dtype = input.dtype();
    if (input.node().op() instanceof LeafOp.Constant(var constant)) {
      Buffer buffer = constant.buffer();
      return body.literal(
          dtype,
          dtype.isFloating() ? Double.doubleToRawLongBits(buffer.getDouble(0)) : buffer.getLong(0));
    }
    inputs.add(renewed.get(input));
    return body.input(dtype);
  }
}
