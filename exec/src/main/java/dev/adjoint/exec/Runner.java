// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanPrinter;
import dev.adjoint.exec.step.Frame;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Runs a program again and again in memory of its own: once it has run, a further {@link #run}
 * allocates nothing.
 *
 * <p>Serves one thread at a time; every thread takes a runner of its own. Each method that is
 * called while another thread is in one throws an {@link IllegalStateException} that says so. A
 * runner may be handed on: the next thread sees the effects of the one before.
 */
public final class Runner {
  private final Program program;
  private final Frame frame;
  private final boolean[] isSet;
  private final Buffer[] outputs;
  private final AtomicBoolean busy = new AtomicBoolean();
  private boolean hasRun;

  Runner(Program program, Frame frame) {
    this.program = program;
    this.frame = frame;
    this.isSet = new boolean[program.plan().inputs().size()];
    ImmutableList<TensorType> types = program.plan().outputs();
    this.outputs = new Buffer[types.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = program.allocate(types.get(i));
      frame.setOutput(i, outputs[i]);
    }
  }

  /**
   * Sets an input for the runs to come. The tensor is not copied: a run reads the elements that its
   * array holds at the time.
   *
   * @param input the number of the input
   * @throws IndexOutOfBoundsException if there is no such input
   * @throws IllegalArgumentException if the tensor's type is not the input's
   */
  public void set(int input, Tensor tensor) {
    enter("set");
    try {
      Preconditions.checkElementIndex(input, isSet.length, "set: input");
      program.checkInput("set", input, tensor);
      frame.setInput(input, tensor.buffer());
      isSet[input] = true;
    } finally {
      leave();
    }
  }

  /**
   * Runs the program.
   *
   * @throws IllegalStateException if an input is not set
   */
  public void run() {
    enter("run");
    try {
      checkIsSet("run");
      program.runLocked(frame);
      hasRun = true;
    } finally {
      leave();
    }
  }

  /** Begins a call. Costs an atomic instruction, so that runs stay as short as they are. */
  private void enter(String who) {
    Preconditions.checkState(
        busy.compareAndSet(false, true),
        "%s: another thread is using this runner; give each thread a runner of its own:"
            + " program.runner()",
        who);
  }

  private void leave() {
    busy.setRelease(false);
  }

  /**
   * Runs the program some times and returns how long each step of its plan took. The program should
   * have run often enough before to be hot.
   *
   * @param runs how often, at least once; updates take effect each time
   * @throws IllegalStateException if an input is not set
   */
  public Profile profile(int runs) {
    Preconditions.checkArgument(runs > 0, "profile: runs must be positive: %s", runs);
    Plan plan = program.plan();
    long[][] nanos = new long[runs][plan.steps().size()];
    enter("profile");
    try {
      checkIsSet("profile");
      for (long[] of : nanos) {
        program.runLocked(frame, of);
      }
      hasRun = true;
    } finally {
      leave();
    }
    return new Profile(
        ImmutableLongArray.copyOf(
            IntStream.range(0, plan.steps().size()).mapToLong(i -> median(nanos, i))),
        plan.steps().stream()
            .map(step -> PlanPrinter.line(plan, step))
            .collect(ImmutableList.toImmutableList()));
  }

  private static long median(long[][] nanos, int step) {
    return Arrays.stream(nanos).mapToLong(of -> of[step]).sorted().toArray()[nanos.length / 2];
  }

  private void checkIsSet(String who) {
    for (int i = 0; i < isSet.length; i++) {
      if (!isSet[i]) {
        throw new IllegalStateException(
            who + ": " + program.inputName(i) + " is not set; call set(" + i + ", …) first");
      }
    }
  }

  /**
   * Returns a copy of an output of the last run.
   *
   * @throws IndexOutOfBoundsException if there is no such output
   * @throws IllegalStateException if nothing has run yet
   */
  public Tensor output(int output) {
    enter("output");
    try {
      Buffer buffer = result("output", output);
      Buffer copy = Buffer.allocate(buffer.dtype(), buffer.size());
      copy.copyFrom(buffer);
      return Tensor.over(program.plan().outputs().get(output).shape(), copy);
    } finally {
      leave();
    }
  }

  /**
   * Returns the only element of an output of the last run, as a double.
   *
   * @throws IndexOutOfBoundsException if there is no such output
   * @throws IllegalStateException if nothing has run yet
   * @throws IllegalArgumentException if the output has not exactly one element
   */
  public double item(int output) {
    enter("item");
    try {
      Buffer buffer = result("item", output);
      if (buffer.size() != 1) {
        throw new IllegalArgumentException(
            "item: output %s is %s, not one element; use output"
                .formatted(output, program.plan().outputs().get(output)));
      }
      return buffer.getDouble(0);
    } finally {
      leave();
    }
  }

  /**
   * Copies an output of the last run.
   *
   * @throws IndexOutOfBoundsException if there is no such output
   * @throws IllegalStateException if nothing has run yet
   * @throws IllegalArgumentException if the buffer's dtype or size is not the output's
   */
  public void copyOutput(int output, Buffer to) {
    enter("copyOutput");
    try {
      to.copyFrom(result("copyOutput", output));
    } finally {
      leave();
    }
  }

  private Buffer result(String who, int output) {
    Preconditions.checkElementIndex(output, outputs.length, who + ": output");
    Preconditions.checkState(hasRun, "%s: nothing has run yet; call run first", who);
    return outputs[output];
  }
}
