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

  /** Returns all that these figures remember: the loss with the rows, and the states of metrics. */
  ImmutableMap<String, Tensor> remembered() {
    ImmutableMap.Builder<String, Tensor> remembered = ImmutableMap.builder();
    remembered.put("loss", Tensor.of(lossSum, rows));
    for (int i = 0; i < states.size(); i++) {
      remembered.put(Integer.toString(i), copy(i));
    }
    return remembered.buildOrThrow();
  }

  /** Goes on from what {@link #remembered} returned, with tensors of the same types. */
  void recall(Map<String, Tensor> remembered) {
    Tensor loss = remembered.get("loss");
    lossSum = loss.getDouble(0);
    rows = (long) loss.getDouble(1);
    for (int i = 0; i < states.size(); i++) {
      states.get(i).copyFrom(remembered.get(Integer.toString(i)).buffer());
    }
  }

  private Tensor copy(int state) {
    Buffer copy = Buffer.allocate(states.get(state).dtype(), states.get(state).size());
    copy.copyFrom(states.get(state));
    return Tensor.over(initial.get(state).shape(), copy);
  }

  /** Returns the loss and the results of the metrics by name. */
  ImmutableMap<String, Double> results() {
    ImmutableMap.Builder<String, Double> results = ImmutableMap.builder();
    results.put(History.LOSS, lossSum / rows);
    int next = 0;
    for (Metric metric : metrics) {
      List<Expr> state = new ArrayList<>();
      for (int count = metric.init().size(); count > 0; count--) {
        state.add(Expr.constant(copy(next++)));
      }
      // Interprets, as compiling does not pay for a single run.
      Expr result = metric.result(state);
      results.put(metric.name(), Interpreter.evaluate(List.of(result), Map.of()).getFirst().item());
    }
    return results.buildOrThrow();
  }
}
