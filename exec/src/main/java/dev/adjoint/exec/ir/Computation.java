// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;

/**
 * The input of the compiler: a graph whose first outputs are those of the program and whose further
 * outputs are the next values of variables.
 *
 * @param graph the graph
 * @param outputCount how many of the graph's outputs are the program's
 * @param variables the variables that the graph reads or that are updated, in a fixed order
 * @param targets for each further output the number of the variable that takes it
 */
public record Computation(
    Graph graph, int outputCount, ImmutableList<Variable> variables, ImmutableIntArray targets) {
  /** Returns the computation of a graph's outputs, which needs no variable. */
  public static Computation of(Graph graph) {
    return new Computation(
        graph, graph.outputs().size(), ImmutableList.of(), ImmutableIntArray.of());
  }

  /** Returns this computation with a rewritten graph. */
  public Computation with(Graph rewritten) {
    return new Computation(rewritten, outputCount, variables, targets);
  }

  /** Returns the values that the program returns. */
  public ImmutableList<Value> outputs() {
    return graph.outputs().subList(0, outputCount);
  }

  /** Returns the next values of the targets. */
  public ImmutableList<Value> updates() {
    return graph.outputs().subList(outputCount, graph.outputs().size());
  }
}
