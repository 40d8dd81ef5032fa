// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Differentiates a graph along a line at a point without any step: by the derivatives of the scalar
 * instructions that its ops consist of, forward from node to node. No rule of an op is used, so it
 * is as good a witness as differences are, and a better one where these lose their digits. Graphs
 * with kernels that are neither linear nor made of simpler ops have none.
 */
public final class TangentWalk {
  private final ImmutableList<Value> inputs;
  private final ImmutableList<Value> outputs;
  private final List<Node> nodes;
  private final Map<Value, double[]> values;
  private final Map<Node, NodeTangent> walks;

  private TangentWalk(
      List<? extends Value> inputs,
      List<? extends Value> outputs,
      List<Node> nodes,
      Map<Value, double[]> values,
      Map<Node, NodeTangent> walks) {
    this.inputs = ImmutableList.copyOf(inputs);
    this.outputs = ImmutableList.copyOf(outputs);
    this.nodes = nodes;
    this.values = values;
    this.walks = walks;
  }

  /**
   * Returns what differentiates a graph at a point; empty if it has an op that cannot be seen
   * through, or has no value there.
   *
   * @param point a value for each input
   */
  public static Optional<TangentWalk> of(
      List<? extends Value> inputs, List<? extends Value> outputs, List<Tensor> point) {
    List<Node> nodes = Graph.of(outputs).nodes();
    List<Value> all = new ArrayList<>();
    Map<Node, NodeTangent> walks = new HashMap<>();
    for (Node node : nodes) {
      for (int i = 0; i < node.outputTypes().size(); i++) {
        all.add(node.output(i));
      }
      if (!(node.op() instanceof LeafOp)) {
        Optional<NodeTangent> walk = NodeTangent.of(node);
        if (walk.isEmpty()) {
          return Optional.empty();
        }
        walks.put(node, walk.get());
      }
    }
    Map<Value, Tensor> given = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.put(inputs.get(i), point.get(i));
    }
    Map<Value, double[]> values = new HashMap<>();
    try {
      List<Tensor> tensors = Interpreter.evaluate(all, given);
      for (int i = 0; i < tensors.size(); i++) {
        values.put(all.get(i), tensors.get(i).toDoubleArray());
      }
    } catch (RuntimeException _) {
      return Optional.empty();
    }
    return Optional.of(new TangentWalk(inputs, outputs, nodes, values, walks));
  }

  /**
   * Returns the derivatives of all outputs, one after the other; NaN where there is none to be
   * seen.
   *
   * @param direction how fast each element of each input moves
   */
  public double[] along(List<double[]> direction) {
    Map<Value, double[]> tangents = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      tangents.put(inputs.get(i), direction.get(i));
    }
    for (Node node : nodes) {
      if (walks.containsKey(node)) {
        walk(node, tangents);
      } else {
        Value leaf = node.output(0);
        tangents.computeIfAbsent(leaf, v -> new double[v.shape().size()]);
      }
    }
    return outputs.stream().flatMapToDouble(y -> Arrays.stream(tangents.get(y))).toArray();
  }

  private void walk(Node node, Map<Value, double[]> tangents) {
    double[][] x = new double[node.inputs().size()][];
    double[][] dx = new double[x.length][];
    boolean moves = false;
    for (int i = 0; i < x.length; i++) {
      x[i] = values.get(node.inputs().get(i));
      dx[i] = tangents.get(node.inputs().get(i));
      moves |= Arrays.stream(dx[i]).anyMatch(t -> t != 0);
    }
    double[][] dy = moves ? walks.get(node).run(x, dx) : new double[node.outputTypes().size()][];
    for (int i = 0; i < dy.length; i++) {
      double[] still = new double[node.outputTypes().get(i).size()];
      tangents.put(node.output(i), dy[i] == null ? still : dy[i]);
    }
  }
}
