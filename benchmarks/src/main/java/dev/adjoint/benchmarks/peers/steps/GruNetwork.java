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
 * A recurrent network that names a class at every step of a sequence (Cho et al., "Learning Phrase
 * Representations using RNN Encoder-Decoder", 2014). As PyTorch has it: gates in the order reset,
 * update, candidate, the reset gate after the product, and a bias for the input and another one for
 * the state.
 *
 * <p>Arrays: input, labels, weights of the input and of the state, their biases, weight and bias of
 * the head.
 */
public record GruNetwork() implements Workload {
  private static final int BATCH = 32;
  private static final int LENGTH = 64;
  private static final int FEATURES = 64;
  private static final int UNITS = 128;

  @Override
  public String name() {
    return "gru-64-128";
  }

  @Override
  public String summary() {
    return "GRU 64→128, 64 steps, linear 64 at each, cross-entropy, batch 32, Adam";
  }

  @Override
  public boolean isInDjl() {
    return false;
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, LENGTH, FEATURES);
    Expr labels = training.labels(BATCH * LENGTH, FEATURES);
    Expr inputWeight = training.weights(UNITS, FEATURES, 3 * UNITS);
    Expr stateWeight = training.weights(UNITS, UNITS, 3 * UNITS);
    Expr inputBias = training.weights(UNITS, 3 * UNITS);
    Expr stateBias = training.weights(UNITS, 3 * UNITS);
    Expr state = Expr.full(TensorType.of(DType.F32, BATCH, UNITS), 0);
    List<Expr> states = new ArrayList<>();
    for (int t = 0; t < LENGTH; t++) {
      List<Expr> a = gates(x.select(1, t).matmul(inputWeight).add(inputBias));
      List<Expr> b = gates(state.matmul(stateWeight).add(stateBias));
      Expr reset = a.get(0).add(b.get(0)).sigmoid();
      Expr update = a.get(1).add(b.get(1)).sigmoid();
      Expr candidate = a.get(2).add(reset.mul(b.get(2))).tanh();
      state = candidate.add(update.mul(state.sub(candidate)));
      states.add(state);
    }
    Expr all = Expr.stack(1, states).reshape(BATCH * LENGTH, UNITS);
    Expr y = training.dense(all, FEATURES);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  private static List<Expr> gates(Expr all) {
    return all.split(1, UNITS, UNITS, UNITS);
  }
}
