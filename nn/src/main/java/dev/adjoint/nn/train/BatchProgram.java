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
import java.util.List;
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
  private final ImmutableList<TensorType> outputs;
  private final ImmutableList<Shape> predictions;
  private final int losses;
  private final ImmutableSet<Variable> variables;
  private final ImmutableList<IndexBound> bounds;
  private final Queue<BatchRunner> idle = new ConcurrentLinkedQueue<>();

  /**
   * Compiles a program.
   *
   * @param features how many of the inputs are features, the first ones
   * @param targets how many are targets, those after them
   * @param losses how many of the outputs are losses, if the program has figures
   */
  BatchProgram(Tracer.Trace trace, int features, int targets, int losses) {
    this.program = Program.compile(trace.inputs(), trace.outputs(), trace.updates());
    this.inputs = types(trace.inputs());
    this.outputs = types(trace.outputs());
    this.predictions =
        trace.predictions().stream().map(Expr::shape).collect(ImmutableList.toImmutableList());
    this.losses = losses;
    this.variables = variables(Iterables.concat(trace.outputs(), trace.updates().values()));
    this.bounds =
        IndexBound.of(
            trace.inputs().subList(0, features),
            trace.inputs().subList(features, features + targets),
            trace.outputs());
  }

  private static ImmutableList<TensorType> types(List<Expr> exprs) {
    return exprs.stream().map(Expr::type).collect(ImmutableList.toImmutableList());
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

  /** Returns the types of the outputs. */
  ImmutableList<TensorType> outputs() {
    return outputs;
  }

  /** Returns the shapes of the predictions for a batch, one for each output of the network. */
  ImmutableList<Shape> predictions() {
    return predictions;
  }

  /**
   * Checks the data of the inputs before any of it is used.
   *
   * @param data {@code [n, …]} each, features and then targets
   * @throws IllegalArgumentException if an element that is used as an index is out of range
   */
  void check(List<Tensor> data) {
    bounds.forEach(bound -> bound.check(data.get(bound.input())));
  }

  /** Returns the variables that the program reads, in the order in which its graph does. */
  ImmutableSet<Variable> variables() {
    return variables;
  }

  /** Returns a runner for exclusive use; closing it gives it back. */
  BatchRunner take() {
    BatchRunner runner = idle.poll();
    return runner == null ? new BatchRunner(program.runner(), inputs, losses, idle) : runner;
  }
}
