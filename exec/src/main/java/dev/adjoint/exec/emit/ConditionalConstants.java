// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.util.ArrayList;
import java.util.List;

/** Makes bodies shorter in which the outcome of a condition is known. */
final class ConditionalConstants {
  private ConditionalConstants() {}

  /** Returns a body that computes the same if the condition has the given outcome. */
  static ScalarProgram of(ScalarProgram body, int condition, boolean outcome) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> inputs = builder.inputs(body.inputs());
    int[] moved = new int[body.steps().size()];
    for (int k = 0; k < moved.length; k++) {
      Step step = body.steps().get(k);
      if (k == condition) {
        moved[k] = builder.literal(DType.BOOL, outcome ? 1 : 0);
      } else if (step.instruction() == Instruction.ARGUMENT) {
        moved[k] = inputs.get((int) step.payload());
      } else {
        moved[k] = LiteralFolding.add(builder, step.renumbered(moved));
      }
    }
    List<Integer> results = new ArrayList<>();
    body.results().forEach(result -> results.add(moved[result]));
    return builder.build(results);
  }

  /** Returns the body that computes one step alone. */
  static ScalarProgram only(ScalarProgram body, int step) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    builder.inputs(body.inputs());
    int[] moved = new int[body.steps().size()];
    for (int k = 0; k <= step; k++) {
      moved[k] = builder.add(body.steps().get(k).renumbered(moved));
    }
    return builder.build(List.of(moved[step]));
  }
}
