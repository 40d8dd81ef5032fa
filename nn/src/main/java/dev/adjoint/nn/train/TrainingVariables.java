// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.file.Weights;
import dev.adjoint.nn.optimizer.transform.AverageWeights;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.ops.State;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that a training reads and changes. */
final class TrainingVariables {
  private TrainingVariables() {}

  /**
   * Returns all of them: weights by path, and behind a mark what else a step reads, such as the
   * state of the optimizer, or a rate that is set from outside.
   */
  static Weights of(
      Parameters parameters, State random, OptimizerState optimizerState, BatchProgram step) {
    Map<String, Variable> all = new LinkedHashMap<>(Weights.of(parameters).variables());
    all.put(Weights.MARK + "random", random.variable());
    optimizerState
        .byPath()
        .forEach((path, state) ->
            all.put(Weights.MARK + "optimizer." + path, ((State) state).variable()));
    int others = 0;
    for (Variable variable : step.variables()) {
      if (!all.containsValue(variable)) {
        all.put(Weights.MARK + "other." + others++ + "." + variable.name(), variable);
      }
    }
    return new Weights(ImmutableMap.copyOf(all));
  }

  /**
   * Puts the averages that an optimizer keeps in the place of the parameters.
   *
   * @throws IllegalStateException if it keeps none
   */
  static void takeAverages(Parameters parameters, OptimizerState optimizerState) {
    ImmutableMap.Builder<String, Tensor> averages = ImmutableMap.builder();
    optimizerState
        .byPath()
        .forEach((path, state) -> {
          // The state of a transform is NAME.PATH, behind the numbers of the chains around it.
          int at = ("." + path).indexOf("." + AverageWeights.NAME + ".");
          String parameter = at < 0 ? "" : path.substring(at + AverageWeights.NAME.length() + 1);
          if (parameters.trained().containsKey(parameter)
              && path.substring(0, at).matches("(\\d+\\.)*")) {
            averages.put(parameter, ((State) state).value());
          }
        });
    ImmutableMap<String, Tensor> found = averages.buildKeepingLast();
    Preconditions.checkState(
        !found.isEmpty(),
        "model: the optimizer keeps no averages; make it with Optimizer.averaging(0.999)");
    found.forEach((path, average) -> parameters.trained().get(path).set(average));
  }
}
