// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of the batches so far: the mean of the loss by rows, and the states of metrics. */
final class RunningFigures {
  private final ImmutableList<Metric> metrics;
  private final List<Tensor> initial = new ArrayList<>();
  private final List<Buffer> states = new ArrayList<>();
  private double lossSum;
  private long rows;

  RunningFigures(ImmutableList<Metric> metrics) {
    this.metrics = metrics;
    for (Metric metric : metrics) {
      for (Tensor state : metric.init()) {
        initial.add(state);
        states.add(Buffer.allocate(state.dtype(), state.size()));
      }
    }
    clear();
  }

  /** Runs a program on its batch, which changes the figures, and returns the loss of the batch. */
  double run(BatchRunner batch) {
    batch.run(states);
    double loss = batch.item(0);
    lossSum += loss * batch.rows();
    rows += batch.rows();
    return loss;
  }

  /** Begins anew. */
  void clear() {
    lossSum = 0;
    rows = 0;
    for (int i = 0; i < states.size(); i++) {
      states.get(i).copyFrom(initial.get(i).buffer());
    }
  }

  /** Returns the loss and the results of the metrics by name. */
  ImmutableMap<String, Double> results() {
    ImmutableMap.Builder<String, Double> results = ImmutableMap.builder();
    results.put(History.LOSS, lossSum / rows);
    int next = 0;
    for (Metric metric : metrics) {
      List<Expr> state = new ArrayList<>();
      for (int count = metric.init().size(); count > 0; count--) {
        Buffer copy = Buffer.allocate(states.get(next).dtype(), states.get(next).size());
        copy.copyFrom(states.get(next));
        state.add(Expr.constant(Tensor.over(initial.get(next).shape(), copy)));
        next++;
      }
      // Interprets, as compiling does not pay for a single run.
      Expr result = metric.result(state);
      results.put(metric.name(), Interpreter.evaluate(List.of(result), Map.of()).getFirst().item());
    }
    return results.buildOrThrow();
  }
}
