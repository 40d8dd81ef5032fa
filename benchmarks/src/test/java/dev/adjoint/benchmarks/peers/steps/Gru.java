// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.List;

/**
 * A recurrent network that names the class of a sequence by its last state (Cho et al., "Learning
 * Phrase Representations using RNN Encoder-Decoder", 2014, with the reset gate after the product as
 * PyTorch has it), as a loop that is a single node.
 */
public record Gru() implements Workload {
  private static final int BATCH = 16;
  private static final int LENGTH = 12;
  private static final int FEATURES = 24;
  private static final int UNITS = 32;

  @Override
  public String name() {
    return "gru";
  }

  @Override
  public String summary() {
    return "GRU 24→32, scan of 12 steps, linear 10, cross-entropy, batch 16, Adam";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(LENGTH, BATCH, FEATURES);
    Expr labels = training.labels(BATCH, 10);
    Expr inputWeight = training.weights(UNITS, FEATURES, 3 * UNITS);
    Expr stateWeight = training.weights(UNITS, UNITS, 3 * UNITS);
    Expr inputBias = training.weights(UNITS, 3 * UNITS);
    Expr stateBias = training.weights(UNITS, 3 * UNITS);
    Expr start = Expr.full(TensorType.of(DType.F32, BATCH, UNITS), 0);
    Scanned states =
        ControlFlow.scan(
            List.of(start),
            List.of(x),
            (carry, xs) -> {
              Expr state = carry.getFirst();
              Expr ofInput = xs.getFirst().matmul(inputWeight).add(inputBias);
              Expr ofState = state.matmul(stateWeight).add(stateBias);
              return Scanned.carrying(next(state, ofInput, ofState));
            });
    Expr y = training.dense(states.carry().getFirst(), 10);
    return training.step(Losses.softmaxCrossEntropy(y, labels), Adam.of(1e-3));
  }

  private static Expr next(Expr state, Expr ofInput, Expr ofState) {
    List<Expr> a = ofInput.split(1, UNITS, UNITS, UNITS);
    List<Expr> b = ofState.split(1, UNITS, UNITS, UNITS);
    Expr reset = a.get(0).add(b.get(0)).sigmoid();
    Expr update = a.get(1).add(b.get(1)).sigmoid();
    Expr candidate = a.get(2).add(reset.mul(b.get(2))).tanh();
    return candidate.add(update.mul(state.sub(candidate)));
  }
}
