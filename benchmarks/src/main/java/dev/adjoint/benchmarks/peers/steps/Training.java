// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.WorkloadData;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in the making. Its arrays are numbered in the order in which they are asked for, from
 * 0.
 */
final class Training {
  private final Compiled compiled = new Compiled();
  private final List<Parameter> parameters = new ArrayList<>();
  private final Map<Expr, Expr> updates = new LinkedHashMap<>();
  private int arrays;

  /** Returns an input of numbers in {@code [−1, 1)}. */
  Expr input(int... dims) {
    Shape shape = Shape.of(dims);
    float[] numbers = WorkloadData.uniform(arrays++, shape.size(), -1, 1);
    return input("x", Tensor.wrap(shape, numbers));
  }

  /** Returns an input of labels. */
  Expr labels(int count, int classes) {
    return input("labels", Tensor.of(WorkloadData.labels(arrays++, count, classes)));
  }

  /** Returns an input of a given value, which takes no number. */
  Expr input(String label, Tensor value) {
    return compiled.input(label, value);
  }

  /** Returns a trained array of a layer whose units have {@code in} inputs each. */
  Expr weights(int in, int... dims) {
    Shape shape = Shape.of(dims);
    return parameter(Tensor.wrap(shape, WorkloadData.weights(arrays++, shape.size(), in)));
  }

  /** Returns a trained array of a given initial value, which takes no number. */
  Expr parameter(Tensor initial) {
    Parameter parameter = Parameter.of("p" + parameters.size(), initial);
    parameters.add(parameter);
    return parameter;
  }

  /** Returns {@code x·W + b} for {@code x} of {@code [rows, in]}; two arrays. */
  Expr dense(Expr x, int out) {
    int in = x.shape().dim(-1);
    Expr weight = weights(in, in, out);
    return x.matmul(weight).add(weights(in, out));
  }

  /** Declares the value of a state after a step. */
  void update(State state, Expr next) {
    updates.put(state, next);
  }

  /** Returns the step, the whole of it one program; its gradient is that of the first weights. */
  AdjointStep step(Expr loss, Optimizer optimizer) {
    return step(loss, loss, optimizer);
  }

  /**
   * Returns the step, its figures being those of another loss.
   *
   * @param shown the loss that the figures are of
   * @param loss the loss that is trained for
   */
  AdjointStep step(Expr shown, Expr loss, Optimizer optimizer) {
    Parameters trained = Parameters.of(parameters);
    updates.putAll(
        optimizer.update(Autodiff.grad(loss, parameters), optimizer.init(trained), trained));
    Expr gradient = Autodiff.grad(shown, parameters.getFirst()).getFirst();
    return compiled.step(shown, gradient, List.of(loss), updates);
  }
}
