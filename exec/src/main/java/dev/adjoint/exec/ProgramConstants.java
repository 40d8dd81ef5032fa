// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.step.Executable;
import dev.adjoint.exec.step.Frame;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a program's {@linkplain LeafOp.Bound bound constants}: those of its graph, and
 * those that depend on them alone, computed on first use. Values that its plan does not read are
 * released.
 */
final class ProgramConstants {
  private final Executable executable;

  /** By number: at first those of the graph, in the end those that the plan reads. */
  private @Nullable Buffer[] values;

  private boolean isComplete;

  ProgramConstants(Executable executable, ImmutableList<Tensor> given) {
    this.executable = executable;
    this.values = given.stream().map(Tensor::buffer).toArray(Buffer[]::new);
  }

  /**
   * Returns the values, by number.
   *
   * @throws RuntimeException what a kernel throws that refuses them
   */
  synchronized @Nullable Buffer[] values(Workers workers) {
    if (!isComplete) {
      @Nullable Buffer[] all = executable.derived().map(of -> derived(of, workers)).orElse(values);
      boolean[] isRead = new boolean[all.length];
      markRead(executable.plan(), isRead);
      for (int i = 0; i < all.length; i++) {
        all[i] = isRead[i] ? all[i] : null;
      }
      values = all;
      isComplete = true;
    }
    return values;
  }

  private @Nullable Buffer[] derived(Executable of, Workers workers) {
    ImmutableList<TensorType> types = of.plan().outputs();
    @Nullable Buffer[] all = Arrays.copyOf(values, values.length + types.size());
    Frame frame = new Frame(of, ImmutableList.of(), values, workers);
    for (int i = 0; i < types.size(); i++) {
      Buffer result = Buffer.allocate(types.get(i).dtype(), types.get(i).size());
      all[values.length + i] = result;
      frame.setOutput(i, result);
    }
    frame.run();
    return all;
  }

  /** Goes as deep as control flow is nested. */
  private static void markRead(Plan plan, boolean[] isRead) {
    for (LeafOp constant : plan.constants()) {
      if (constant instanceof LeafOp.Bound bound) {
        isRead[bound.number()] = true;
      }
    }
    for (ImmutableList<Plan> bodies : plan.bodies().values()) {
      bodies.forEach(body -> markRead(body, isRead));
    }
  }
}
