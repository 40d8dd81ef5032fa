// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.layer.recurrent.Lstm;
import dev.adjoint.nn.layer.recurrent.RecurrenceOptions;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * The network of {@link LstmNetwork} with one bias for the gates, written out or by the layer.
 *
 * @param byLayer whether {@link Lstm} computes the states
 */
public record LstmTwins(boolean byLayer) implements Workload {
  private static final int BATCH = LstmNetwork.BATCH;
  private static final int LENGTH = LstmNetwork.LENGTH;
  private static final int FEATURES = LstmNetwork.FEATURES;
  private static final int UNITS = LstmNetwork.UNITS;

  @Override
  public String name() {
    return "lstm-twins";
  }

  @Override
  public String summary() {
    return "LSTM with one bias";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, LENGTH, FEATURES);
    Expr labels = training.labels(BATCH * LENGTH, FEATURES);
    Expr inputWeight = training.weights(UNITS, FEATURES, 4 * UNITS);
    Expr stateWeight = training.weights(UNITS, UNITS, 4 * UNITS);
    Expr bias = training.weights(UNITS, 4 * UNITS);
    Expr states =
        byLayer
            ? new Lstm(
                    (Parameter) inputWeight,
                    (Parameter) stateWeight,
                    (Parameter) bias,
                    RecurrenceOptions.DEFAULT)
                .apply(x)
            : written(x, inputWeight, stateWeight, bias);
    Expr y = training.dense(states.reshape(BATCH * LENGTH, UNITS), FEATURES);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  private static Expr written(Expr x, Expr inputWeight, Expr stateWeight, Expr bias) {
    Expr state = Expr.full(TensorType.of(DType.F32, BATCH, UNITS), 0);
    Expr cell = state;
    List<Expr> states = new ArrayList<>();
    for (int t = 0; t < LENGTH; t++) {
      Expr gates = x.select(1, t).matmul(inputWeight).add(bias).add(state.matmul(stateWeight));
      List<Expr> split = gates.split(1, UNITS, UNITS, UNITS, UNITS);
      Expr kept = split.get(1).sigmoid().mul(cell);
      cell = kept.add(split.get(0).sigmoid().mul(split.get(2).tanh()));
      state = split.get(3).sigmoid().mul(cell.tanh());
      states.add(state);
    }
    return Expr.stack(1, states);
  }
}
