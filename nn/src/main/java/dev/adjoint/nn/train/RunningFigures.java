// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The figures of the batches so far: the means of losses by rows, and the states of metrics. */
final class RunningFigures {
  private final Objective objective;
  private final List<Tensor> initial = new ArrayList<>();
  private final List<Buffer> states = new ArrayList<>();
  private final double[] lossSums;
  private long rows;

  RunningFigures(Objective objective) {
    this.objective = objective;
    this.lossSums = new double[objective.lossNames().size()];
    for (Metric metric : objective.metrics()) {
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
    for (int i = 0; i < lossSums.length; i++) {
      lossSums[i] += batch.item(i) * batch.rows();
    }
    rows += batch.rows();
    return batch.item(0);
  }

  /** Begins anew. */
  void clear() {
    Arrays.fill(lossSums, 0);
    rows = 0;
    for (int i = 0; i < states.size(); i++) {
      states.get(i).copyFrom(initial.get(i).buffer());
    }
  }

  /** Returns all that these figures remember: losses with the rows, and the states of metrics. */
  ImmutableMap<String, Tensor> remembered() {
    ImmutableMap.Builder<String, Tensor> remembered = ImmutableMap.builder();
    double[] sums = Arrays.copyOf(lossSums, lossSums.length + 1);
    sums[lossSums.length] = rows;
    remembered.put("loss", Tensor.of(sums));
    for (int i = 0; i < states.size(); i++) {
      remembered.put(Integer.toString(i), copy(i));
    }
    return remembered.buildOrThrow();
  }

  /** Goes on from what {@link #remembered} returned, with tensors of the same types. */
  void recall(Map<String, Tensor> remembered) {
    Tensor loss = remembered.get("loss");
    Arrays.setAll(lossSums, loss::getDouble);
    rows = (long) loss.getDouble(lossSums.length);
    for (int i = 0; i < states.size(); i++) {
      states.get(i).copyFrom(remembered.get(Integer.toString(i)).buffer());
    }
  }

  private Tensor copy(int state) {
    Buffer copy = Buffer.allocate(states.get(state).dtype(), states.get(state).size());
    copy.copyFrom(states.get(state));
    return Tensor.over(initial.get(state).shape(), copy);
  }

  /** Returns the losses and the results of the metrics by name. */
  ImmutableMap<String, Double> results() {
    ImmutableMap.Builder<String, Double> results = ImmutableMap.builder();
    for (int i = 0; i < lossSums.length; i++) {
      results.put(objective.lossNames().get(i), lossSums[i] / rows);
    }
    int next = 0;
    for (Metric metric : objective.metrics()) {
      List<Expr> state = new ArrayList<>();
      for (int count = metric.init().size(); count > 0; count--) {
        state.add(Expr.constant(copy(next++)));
      }
      // Interprets, as compiling does not pay for a single run.
      Expr result = metric.result(state);
      results.put(
          objective.name(metric),
          Interpreter.evaluate(List.of(result), Map.of()).getFirst().item());
    }
    return results.buildOrThrow();
  }
}
