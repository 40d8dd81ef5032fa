package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.BLEND;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.WAVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.fold;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.mean;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.adjoint.exec.bytecode.Tiered;
import dev.adjoint.exec.workers.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.Workers;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunnerTests {
  private static final Duration WARM_UP = Duration.ofSeconds(30);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps what is updated again and again small: sines of huge numbers do allocate. */
  private static final TestOps.Body BOUNDED =
      new TestOps.Body("bounded", x -> x.get(0).max(x.get(0).like(-2)).min(x.get(0).like(2)));

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
            List.of(x), List.of(apply(fold(TestOps.Combine.SUM, 0), x), apply(NEXT, x)));
    Runner runner = program.runner();
    runner.set(0, Tensor.of(1f, 2f, 3f));
    runner.run();
    assertThat(runner.item(0)).isEqualTo(6);
    assertThatThrownBy(() -> runner.item(1))
        .hasMessage("item: output 1 is f32[3], not one element; use output");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void runningAgainAllocatesNothing(int threads) {
    Workers workers = threads == 1 ? Workers.SERIAL : WorkerPool.of(threads);
    Runner small = step(7, 5, workers).runner();
    small.set(0, random(1, DType.F32, Shape.of(7, 5)));
    assertThat(allocatedByRuns(small)).isZero();
    Runner large = step(300, 400, workers).runner();
    large.set(0, random(2, DType.F32, Shape.of(300, 400)));
    assertThat(allocatedByRuns(large)).isZero();
  }

  /** Where loops warm up first, the test above may end before their vectors are in use. */
  @Test
  void runningOnVectorsAtOnceAllocatesNothing() {
    System.setProperty(Tiered.WARM_UP_PROPERTY, "off");
    try {
      Runner runner = step(7, 5, Workers.SERIAL).runner();
      runner.set(0, random(1, DType.F32, Shape.of(7, 5)));
      assertThat(allocatedByRuns(runner)).isZero();
    } finally {
      System.clearProperty(Tiered.WARM_UP_PROPERTY);
    }
  }

  @Test
  void runningNumbersAllocatesNothing() {
    Value a = input("a");
    Variable total = new Variable("total", Tensor.scalar(1f));
    Value old = read(total);
    Value next = apply(BOUNDED, apply(ADD, apply(WAVE, a), old));
    Runner runner = Program.compile(List.of(a), List.of(old, next), Map.of(old, next)).runner();
    runner.set(0, Tensor.scalar(0.5f));
    assertThat(allocatedByRuns(runner)).isZero();
    assertThat(runner.item(1)).isEqualTo(2);
  }

  /** Returns a program with steps of every kind, copies, and updates in place and by copy. */
  private static Program step(int rows, int columns, Workers workers) {
    Value in = input("x", rows, columns);
    Variable w = new Variable("w", random(3, DType.F32, Shape.of(columns)));
    Variable m = new Variable("m", random(4, DType.F32, Shape.of(columns)));
    Variable last = new Variable("last", Tensor.zeros(DType.F32, Shape.of(rows, columns)));
    Value weights = read(w);
    Value wide = apply(new TestOps.Repeat(rows), weights);
    Value y = apply(BLEND, in, wide, apply(WAVE, apply(MUL, in, wide)));
    Value flipped = apply(new TestOps.Window(1, 0, 0), apply(new TestOps.Swap(0, 1), y));
    Value scanned = apply(new TestOps.Scan(), y);
    Value gradient = apply(fold(TestOps.Combine.SUM, 0), y);
    Value moment = apply(BOUNDED, apply(ADD, read(m), gradient));
    Map<Value, Value> updates = new LinkedHashMap<>();
    updates.put(read(m), moment);
    updates.put(weights, apply(BOUNDED, apply(SUB, weights, moment)));
    updates.put(read(last), scanned);
    return Program.compile(
        List.of(in),
        List.of(apply(mean(0, 1), y), apply(fold(TestOps.Combine.MAX, 1), flipped), weights, in),
        updates,
        CompileOptions.defaults().withWorkers(workers));
  }

  private static long allocatedByRuns(Runner runner) {
    long self = Thread.currentThread().threadId();
    // The JIT compiler may replace code that allocates, and loops over vectors take over when they
    // are warm; afterwards every run must be free of it. Runs are too short to count them.
    long deadline = System.nanoTime() + WARM_UP.toNanos();
    long allocated = Long.MAX_VALUE;
    while (allocated > 0 && System.nanoTime() < deadline) {
      long before = THREADS.getThreadAllocatedBytes(self);
      for (int i = 0; i < 20; i++) {
        runner.run();
      }
      allocated = THREADS.getThreadAllocatedBytes(self) - before;
    }
    return allocated;
  }
}
