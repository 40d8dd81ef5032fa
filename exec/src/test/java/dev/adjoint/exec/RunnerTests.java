// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class RunnerTests {
  private final Value x = input("x", 3);

  @Test
  void runsReadTheMemoryOfTheTensorsThatAreSet() {
    Runner runner = Program.compile(List.of(x), List.of(apply(NEXT, x))).runner();
    float[] memory = {1, 2, 3};
    runner.set(0, Tensor.wrap(Shape.of(3), memory));
    runner.run();
    Tensor first = runner.output(0);
    memory[1] = 20;
    runner.run();
    assertThat(first).isEqualTo(Tensor.of(2f, 3f, 4f));
    assertThat(runner.output(0)).isEqualTo(Tensor.of(2f, 21f, 4f));
    Buffer copy = Buffer.allocate(DType.F32, 3);
    runner.copyOutput(0, copy);
    assertThat(copy.getDouble(1)).isEqualTo(21);
  }

  @Test
  void anInputThatIsNotSetOrOfAnotherTypeIsNamed() {
    Runner runner = Program.compile(List.of(x), List.of(apply(NEXT, x))).runner();
    assertThatThrownBy(() -> runner.output(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("output: nothing has run yet; call run first");
    assertThatThrownBy(runner::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("run: input 0 \"x\" is not set; call set(0, …) first");
    assertThatThrownBy(() -> runner.set(0, Tensor.of(1f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "set: input 0 \"x\" expects f32[3], got f32[1]; compile a program for that shape");
    assertThatThrownBy(() -> runner.set(1, Tensor.of(1f)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void itemReadsTheOnlyElement() {
    Program program =
        Program.compile(
            List.of(x), List.of(apply(reduce(TestOps.Combine.SUM, 0), x), apply(NEXT, x)));
    Runner runner = program.runner();
    runner.set(0, Tensor.of(1f, 2f, 3f));
    runner.run();
    assertThat(runner.item(0)).isEqualTo(6);
    assertThatThrownBy(() -> runner.item(1))
        .hasMessage("item: output 1 is f32[3], not one element; use output");
  }

  /** Keeps a run waiting for its variable, so that the calls do meet. */
  @Test
  void callsOfAnotherThreadDuringARunAreRefused() throws Exception {
    Variable variable = new Variable("v", Tensor.of(1f, 2f, 3f));
    Runner runner = Program.compile(List.of(x), List.of(apply(ADD, x, read(variable)))).runner();
    runner.set(0, Tensor.of(1f, 1f, 1f));
    runner.run();
    Buffer copy = Buffer.allocate(DType.F32, 3);
    Map<String, ThrowingCallable> calls =
        Map.of(
            "set", () -> runner.set(0, Tensor.of(5f, 5f, 5f)),
            "run", runner::run,
            "profile", () -> runner.profile(1),
            "output", () -> runner.output(0),
            "item", () -> runner.item(0),
            "copyOutput", () -> runner.copyOutput(0, copy));
    variable.lock().writeLock().lock();
    Thread other = Thread.ofVirtual().start(runner::run);
    try {
      while (!variable.lock().hasQueuedThreads()) {
        Thread.onSpinWait();
      }
      calls.forEach((who, call) ->
          assertThatThrownBy(call)
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  who
                      + ": another thread is using this runner; give each thread a runner of its"
                      + " own: program.runner()"));
    } finally {
      variable.lock().writeLock().unlock();
    }
    other.join();
    assertThat(runner.output(0)).isEqualTo(Tensor.of(2f, 3f, 4f));
    assertThat(copy.getDouble(0)).isZero();
  }

  @Test
  void aRunnerMayBeHandedFromThreadToThread() throws Exception {
    Runner runner = Program.compile(List.of(x), List.of(apply(NEXT, x))).runner();
    for (int i = 0; i < 3; i++) {
      Tensor given = Tensor.of(i, i, (float) i);
      Thread.ofVirtual().start(() -> runner.set(0, given)).join();
      Thread.ofPlatform().start(runner::run).join();
      assertThat(runner.output(0)).isEqualTo(Tensor.of(i + 1, i + 1, i + 1f));
    }
  }

  @Test
  void runningAgainAllocatesNothing() throws Exception {
    // Compiled in the foreground, so that what C2 makes of a loop is no matter of how busy the
    // machine is.
    assertThat(FreshJvm.run(AllocationProgram.class, FreshJvm.VECTORS, "-Xbatch"))
        .endsWith(
            """
            numbers: 0
            small, 1 threads: 0
            large, 1 threads: 0
            small, 2 threads: 0
            large, 2 threads: 0
            """);
  }
}
