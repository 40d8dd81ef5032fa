// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.mean;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConcurrencyTests {
  private static final int THREADS = 4;

  private static <T> List<T> onThreads(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks, 50, TimeUnit.SECONDS)) {
        results.add(result.get());
      }
      return results;
    }
  }

  @Test
  void oneProgramRunsOnManyThreadsAtOnce() throws Exception {
    Value x = input("x", 50, 700);
    Value y = apply(mean(0, 1), apply(new TestOps.Swap(0, 1), apply(TestOps.WAVE, x)));
    Program program =
        Program.compile(
            List.of(x),
            List.of(y),
            Map.of(),
            CompileOptions.defaults().withWorkers(WorkerPool.of(2)));
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Tensor given = random(t, DType.F32, Shape.of(50, 700));
      Tensor expected = program.run(given).getFirst();
      tasks.add(() -> {
        boolean same = true;
        for (int i = 0; i < 50; i++) {
          same &= program.run(given).getFirst().equals(expected);
        }
        return same;
      });
    }
    assertThat(onThreads(tasks)).containsOnly(true);
  }

  @Test
  void noRunSeesHalfAnUpdate() throws Exception {
    Variable a = new Variable("a", Tensor.zeros(DType.F32, Shape.of(5000)));
    Variable b = new Variable("b", Tensor.zeros(DType.F32, Shape.of(5000)));
    Value readA = read(a);
    Value readB = read(b);
    Map<Value, Value> updates = new LinkedHashMap<>();
    updates.put(readB, apply(NEXT, readB));
    updates.put(readA, apply(NEXT, readA));
    Program increment = Program.compile(List.of(), List.of(), updates);
    Value difference = apply(SUB, readA, readB);
    Program compare =
        Program.compile(
            List.of(),
            List.of(
                apply(reduce(TestOps.Combine.MAX, 0), difference),
                apply(reduce(TestOps.Combine.MIN, 0), difference),
                apply(
                    SUB,
                    apply(reduce(TestOps.Combine.MAX, 0), readA),
                    apply(reduce(TestOps.Combine.MIN, 0), readA))));
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      tasks.add(() -> {
        for (int i = 0; i < 300; i++) {
          increment.run();
        }
        return true;
      });
      tasks.add(() -> {
        boolean zero = true;
        for (int i = 0; i < 300; i++) {
          zero &= compare.run().stream().allMatch(v -> v.item() == 0);
        }
        return zero;
      });
    }
    assertThat(onThreads(tasks)).containsOnly(true);
    assertThat(a.value()).isEqualTo(Tensor.full(DType.F32, Shape.of(5000), 600));
    assertThat(b.value()).isEqualTo(a.value());
  }

  @Test
  void programsThatUpdateTheSameVariablesInOtherOrdersDoNotDeadlock() throws Exception {
    Variable a = new Variable("a", Tensor.scalar(1f));
    Variable b = new Variable("b", Tensor.scalar(2f));
    Value readA = read(a);
    Value readB = read(b);
    Program swap = Program.compile(List.of(), List.of(), Map.of(readA, readB, readB, readA));
    Program sums =
        Program.compile(List.of(), List.of(apply(ADD, readB, readA)), Map.of(readB, readB));
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      boolean even = t % 2 == 0;
      tasks.add(() -> {
        boolean right = true;
        for (int i = 0; i < 2000; i++) {
          if (even) {
            swap.run();
          } else {
            right &= sums.run().getFirst().item() == 3;
          }
        }
        return right;
      });
    }
    assertThat(onThreads(tasks)).containsOnly(true);
  }
}
