// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A random program that updates variables, with arguments. */
abstract class RandomStep {
  /** All passes, on one thread. */
  static final CompileOptions ALL = CompileOptions.defaults().withWorkers(Workers.SERIAL);

  private static final List<WorkerPool> POOLS =
      List.of(WorkerPool.of(2), WorkerPool.of(3), WorkerPool.of(8));

  final List<Value> inputs = new ArrayList<>();
  final List<Tensor> arguments = new ArrayList<>();
  final List<Value> outputs = new ArrayList<>();
  final List<Variable> variables = new ArrayList<>();
  final Map<Value, Value> updates = new LinkedHashMap<>();

  /** Runs the program twice and returns all outputs and what the variables hold at the end. */
  List<Tensor> run(CompileOptions options, String width) {
    System.setProperty(VectorSupport.WIDTH_PROPERTY, width);
    try {
      Program program = Program.compile(inputs, outputs, updates, options);
      List<Tensor> results = new ArrayList<>(program.run(arguments));
      results.addAll(program.run(arguments));
      variables.forEach(v -> results.add(v.value()));
      return results;
    } finally {
      System.clearProperty(VectorSupport.WIDTH_PROPERTY);
    }
  }

  /**
   * Checks that a program gives these results on vectors of every width and none, without generated
   * classes, and on several threads: 2, 3 or 8, as the seed says, since pieces of work are the same
   * for any number.
   *
   * @param seed what the program is drawn from
   * @param again makes the program, as its variables are at the start
   */
  static void assertSameBits(long seed, Supplier<RandomStep> again, List<Tensor> expected) {
    // The machine's own width is one of these.
    for (String width : List.of("512", "256", "128", "off")) {
      assertThat(again.get().run(ALL, width)).as("width %s", width).isEqualTo(expected);
    }
    assertThat(again.get().run(ALL.without("emit"), "auto")).as("block loops").isEqualTo(expected);
    WorkerPool pool = POOLS.get((int) Math.floorMod(seed, (long) POOLS.size()));
    assertThat(again.get().run(ALL.withWorkers(pool), "auto"))
        .as("%s threads", pool.threads())
        .isEqualTo(expected);
  }
}
