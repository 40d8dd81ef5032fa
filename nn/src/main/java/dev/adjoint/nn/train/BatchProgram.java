// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Variable;
import dev.adjoint.ops.Expr;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A program over batches of one size, for any number of threads: each run takes a {@link
 * BatchRunner}, with memory for one batch, and gives it back. There are never more of them than
 * there were runs at once.
 */
final class BatchProgram {
  private final Program program;
  private final ImmutableList<TensorType> inputs;
  private final TensorType output;
  private final Shape prediction;
  private final ImmutableSet<Variable> variables;
  private final ImmutableList<IndexBound> bounds;
  private final Queue<BatchRunner> idle = new ConcurrentLinkedQueue<>();

  /**
   * Compiles a program.
   *
   * @param inputs {@code [rows, …]} each, features and targets; then states of metrics of any types
   * @param prediction the output of the network for the first input
   */
  BatchProgram(
      ImmutableList<Expr> inputs,
      ImmutableList<Expr> outputs,
      Map<Expr, Expr> updates,
      Expr prediction) {
    this.program = Program.compile(inputs, outputs, updates);
    this.inputs = inputs.stream().map(Expr::type).collect(ImmutableList.toImmutableList());
    this.output = outputs.getFirst().type();
    this.prediction = prediction.shape();
    this.variables = variables(Iterables.concat(outputs, updates.values()));
    this.bounds = IndexBound.of(inputs.subList(0, Math.min(2, inputs.size())), outputs);
  }

  private static ImmutableSet<Variable> variables(Iterable<Expr> results) {
    ImmutableSet.Builder<Variable> variables = ImmutableSet.builder();
    Graph.of(ImmutableList.copyOf(results))
        .nodes()
        .forEach(node -> {
          if (node.op() instanceof LeafOp.Read(Variable variable)) {
            variables.add(variable);
          }
        });
    return variables.build();
  }

  /** Returns the number of rows in a batch. */
  int rows() {
    return inputs.getFirst().shape().dim(0);
  }

  /** Returns the type of the first output. */
  TensorType output() {
    return output;
  }

  /** Returns the shape of the predictions for a batch. */
  Shape prediction() {
    return prediction;
  }

  /**
   * Checks the data of the inputs before any of it is used.
   *
   * @param data {@code [n, …]} each
   * @throws IllegalArgumentException if an element that is used as an index is out of range
   */
  void check(Tensor... data) {
    bounds.forEach(bound -> bound.check(data[bound.input()]));
  }

  /** Returns the variables that the program reads, in the order in which its graph does. */
  ImmutableSet<Variable> variables() {
    return variables;
  }

  /** Returns a runner for exclusive use; closing it gives it back. */
  BatchRunner take() {
    BatchRunner runner = idle.poll();
    return runner == null ? new BatchRunner(program.runner(), inputs, idle) : runner;
  }
}
