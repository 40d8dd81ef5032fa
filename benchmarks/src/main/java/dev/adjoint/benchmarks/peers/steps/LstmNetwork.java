// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent network that names a class at every step of a sequence (Hochreiter and Schmidhuber,
 * "Long Short-Term Memory", 1997, with the forget gate of Gers et al., 2000). As its peers have it:
 * gates in the order input, forget, cell, output, and a bias for the input and another one for the
 * state.
 *
 * <p>Arrays: input, labels, weights of the input and of the state, their biases, weight and bias of
 * the head.
 *
 * @param length the length of a sequence
 */
public record LstmNetwork(int length) implements Workload {
  /** The number of sequences in a step. */
  public static final int BATCH = 32;

  /** The length of a sequence in the workload that peers have, too. */
  public static final int LENGTH = 64;

  /** The number of features at each place, and of classes. */
  public static final int FEATURES = 64;

  /** The number of units. */
  public static final int UNITS = 128;

  /** The workload that peers have, too. */
  public LstmNetwork() {
    this(LENGTH);
  }

  @Override
  public String name() {
    return "lstm";
  }

  @Override
  public String summary() {
    return "LSTM 64→128, " + length + " steps, linear 64 at each, cross-entropy, batch 32, Adam";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, length, FEATURES);
    Expr labels = training.labels(BATCH * length, FEATURES);
    Expr inputWeight = training.weights(UNITS, FEATURES, 4 * UNITS);
    Expr stateWeight = training.weights(UNITS, UNITS, 4 * UNITS);
    Expr bias = training.weights(UNITS, 4 * UNITS).add(training.weights(UNITS, 4 * UNITS));
    Expr state = Expr.full(TensorType.of(DType.F32, BATCH, UNITS), 0);
    Expr cell = state;
    List<Expr> states = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      Expr gates = x.select(1, t).matmul(inputWeight).add(state.matmul(stateWeight)).add(bias);
      List<Expr> split = gates.split(1, UNITS, UNITS, UNITS, UNITS);
      Expr kept = split.get(1).sigmoid().mul(cell);
      cell = kept.add(split.get(0).sigmoid().mul(split.get(2).tanh()));
      state = split.get(3).sigmoid().mul(cell.tanh());
      states.add(state);
    }
    Expr all = Expr.stack(1, states).reshape(BATCH * length, UNITS);
    Expr y = training.dense(all, FEATURES);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }
}
