// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random programs on single numbers, compiled in every way, against the interpreter. */
final class ScalarProperties {
  /** All passes but the one that lets {@code (x·c)·d} round otherwise. */
  private static final CompileOptions ALL =
      CompileOptions.defaults().withWorkers(Workers.SERIAL).without("factors");

  @Property(tries = 200)
  void scalarBlocksGiveTheInterpretersBits(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
    check(seed, size, ALL);
  }

  @Property(tries = 10)
  void soDoesCodeOfSeveralMethods(
      @ForAll long seed, @ForAll @IntRange(min = 300, max = 1500) int size) {
    check(seed, size, ALL);
  }

  @Property(tries = 40)
  void soDoesEveryWayToCompile(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
    for (String pass : CompileOptions.passes()) {
      check(seed, size, ALL.without(pass));
    }
  }

  private static void check(long seed, int size, CompileOptions options) {
    RandomScalars random = new RandomScalars(seed, size);
    Map<Value, Tensor> given = new HashMap<>();
    for (int i = 0; i < random.inputs.size(); i++) {
      given.put(random.inputs.get(i), random.arguments.get(i));
    }
    Program program = Program.compile(random.inputs, random.outputs, random.updates, options);
    for (int run = 0; run < 2; run++) {
      List<Value> all = new ArrayList<>(random.outputs);
      all.addAll(random.updates.values());
      List<Tensor> expected = Interpreter.evaluate(all, given);
      List<Tensor> results = new ArrayList<>(program.run(random.arguments));
      random
          .updates
          .keySet()
          .forEach(read -> results.addAll(Interpreter.evaluate(List.of(read), given)));
      assertThat(results).as("%s\n%s", options.passesOff(), program.plan()).isEqualTo(expected);
    }
  }
}
