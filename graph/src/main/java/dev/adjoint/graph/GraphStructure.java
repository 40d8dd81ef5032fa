// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a graph computes, without the identity of its nodes, inputs and variables: two graphs with
 * equal structures differ only in which objects stand for them, so that one compiled program serves
 * both. Variables are numbered in the order of their first use; their names and the inputs' labels
 * do not count. The types and the order of the listed inputs do, whether the outputs need them or
 * not, and so does every constant's value.
 */
public final class GraphStructure {
  private record Line(Object op, ImmutableIntArray operands) {
    /** By hand for the reason that {@link TensorType} has. */
    @Override
    public int hashCode() {
      return 31 * op.hashCode() + operands.hashCode();
    }
  }

  private record Numbered(String kind, int number, TensorType type) {
    @Override
    public int hashCode() {
      return 31 * (31 * kind.hashCode() + number) + type.hashCode();
    }
  }

  private final ImmutableList<TensorType> inputs;
  private final ImmutableList<Line> lines;
  private final ImmutableIntArray outputs;
  private final ImmutableList<Variable> variables;
  private final int hash;

  private GraphStructure(
      ImmutableList<TensorType> inputs,
      ImmutableList<Line> lines,
      ImmutableIntArray outputs,
      ImmutableList<Variable> variables) {
    this.inputs = inputs;
    this.lines = lines;
    this.outputs = outputs;
    this.variables = variables;
    this.hash = 31 * (31 * inputs.hashCode() + lines.hashCode()) + outputs.hashCode();
  }

  /** Returns the structure of a graph, in time linear in its size. */
  public static GraphStructure of(Graph graph) {
    Map<Node, Integer> inputNumbers = new HashMap<>();
    for (Value input : graph.inputs()) {
      inputNumbers.put(input.node(), inputNumbers.size());
    }
    Map<Node, Integer> firstValue = new HashMap<>();
    Map<Variable, Integer> variables = new HashMap<>();
    List<Variable> order = new ArrayList<>();
    ImmutableList.Builder<Line> lines = ImmutableList.builder();
    int values = 0;
    for (Node node : graph.nodes()) {
      Object op =
          switch (node.op()) {
            case LeafOp.Input input -> new Numbered("input", inputNumbers.get(node), input.type());
            case LeafOp.Read(Variable variable) -> {
              if (variables.putIfAbsent(variable, variables.size()) == null) {
                order.add(variable);
              }
              yield new Numbered("variable", variables.get(variable), variable.type());
            }
            default -> node.op();
          };
      lines.add(new Line(op, operands(node.inputs(), firstValue)));
      firstValue.put(node, values);
      values += node.outputTypes().size();
    }
    return new GraphStructure(
        graph.inputs().stream().map(Value::type).collect(ImmutableList.toImmutableList()),
        lines.build(),
        operands(graph.outputs(), firstValue),
        ImmutableList.copyOf(order));
  }

  private static ImmutableIntArray operands(List<Value> of, Map<Node, Integer> firstValue) {
    ImmutableIntArray.Builder numbers = ImmutableIntArray.builder(of.size());
    for (Value value : of) {
      numbers.add(firstValue.get(value.node()) + value.index());
    }
    return numbers.build();
  }

  /** Returns the graph's variables in the order of their numbers; not part of the structure. */
  public ImmutableList<Variable> variables() {
    return variables;
  }

  /**
   * Returns this structure without its variables, which it equals: a key that retains no memory.
   */
  public GraphStructure withoutVariables() {
    return new GraphStructure(inputs, lines, outputs, ImmutableList.of());
  }

  /** Returns whether the other structure computes the same from inputs of the same types. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof GraphStructure s
            && hash == s.hash
            && inputs.equals(s.inputs)
            && outputs.equals(s.outputs)
            && lines.equals(s.lines);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
