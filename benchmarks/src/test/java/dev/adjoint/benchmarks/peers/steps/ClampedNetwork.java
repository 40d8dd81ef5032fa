// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/**
 * A network put together from parts that each clamp their inputs and outputs, as parts for
 * quantised networks do (Jacob et al., "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference", 2018): some clamps have no effect.
 */
public record ClampedNetwork() implements Workload {
  private static final int BATCH = 32;
  private static final int FEATURES = 16;

  @Override
  public String name() {
    return "clamped-network";
  }

  @Override
  public String summary() {
    return "16→16→16, relu and a minimum of 6 at each output, relu at each input, batch 32, SGD";
  }

  @Override
  public AdjointStep adjoint() {
    Training training = new Training();
    Expr x = training.input(BATCH, FEATURES);
    Expr targets = training.input(BATCH, FEATURES);
    Expr hidden = training.dense(x, FEATURES).relu().minimum(6).relu();
    Expr y = training.dense(hidden, FEATURES).relu().minimum(6);
    return training.step(Losses.meanSquaredError(y, targets), Sgd.of(0.1));
  }
}
