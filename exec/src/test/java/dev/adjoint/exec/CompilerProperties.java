// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.ir.LoopOp;
import dev.adjoint.exec.ir.RowFusion;
import dev.adjoint.exec.ir.ScalarBlock;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random programs, compiled in every way, against the interpreter. */
final class CompilerProperties {
  private static final CompileOptions ALL = CompileOptions.defaults().withWorkers(Workers.SERIAL);

  private static final List<CompileOptions> SEVERAL_THREADS =
      Stream.of(2, 3, 8).map(n -> ALL.withWorkers(WorkerPool.of(n))).toList();

  /** Returns the options with everything on, each pass off alone, and everything off. */
  private static Stream<CompileOptions> options() {
    String[] names = CompileOptions.passes().toArray(String[]::new);
    return Stream.of(
            Stream.of(ALL, ALL.without(names)),
            Arrays.stream(names).map(ALL::without),
            SEVERAL_THREADS.stream())
        .flatMap(o -> o);
  }

  @Property(tries = 150)
  void compiledProgramsGiveTheInterpretersBits(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
    options().forEach(options -> check(seed, size, options));
  }

  @Property(tries = 100)
  void soDoThoseOnVectorsOfAnyWidth(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
    try {
      for (String width : List.of("auto", "256", "128", "off")) {
        System.setProperty(VectorSupport.WIDTH_PROPERTY, width);
        check(seed, size, ALL);
        SEVERAL_THREADS.forEach(options -> check(seed, size, options));
      }
    } finally {
      System.clearProperty(VectorSupport.WIDTH_PROPERTY);
    }
  }

  private static void check(long seed, int size, CompileOptions options) {
    RandomProgram random = new RandomProgram(seed, size);
    Map<Value, Tensor> given = new HashMap<>();
    List<Tensor> arguments = new ArrayList<>();
    for (Value input : random.inputs()) {
      arguments.add(random(given.size(), input.dtype(), input.shape()));
      given.put(input, arguments.getLast());
    }
    Program program = Program.compile(random.inputs(), random.outputs(), random.updates(), options);
    Runner runner = program.runner();
    for (int i = 0; i < arguments.size(); i++) {
      runner.set(i, arguments.get(i));
    }
    for (int round = 0; round < 3; round++) {
      List<Tensor> outputs = Interpreter.evaluate(random.outputs(), given);
      List<Value> nexts = new ArrayList<>(random.updates().values());
      List<Tensor> updated = Interpreter.evaluate(nexts, given);
      if (round == 1) {
        runner.run();
        for (int i = 0; i < outputs.size(); i++) {
          assertThat(runner.output(i)).isEqualTo(outputs.get(i));
        }
      } else {
        assertThat(program.run(arguments)).isEqualTo(outputs);
      }
      int i = 0;
      for (Value read : random.updates().keySet()) {
        assertThat(((LeafOp.Read) read.node().op()).variable().value())
            .as("%s", program.plan())
            .isEqualTo(updated.get(i++));
      }
    }
  }

  @Property(tries = 300)
  void slotsThatAreNeededAtTheSameTimeDoNotOverlap(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
    options()
        .forEach(options -> {
          RandomProgram random = new RandomProgram(seed, size);
          checkMemory(
              Program.compile(random.inputs(), random.outputs(), random.updates(), options).plan());
        });
  }

  /** Follows what every element of memory holds and checks that each read finds it. */
  private static void checkMemory(Plan plan) {
    assertThat(plan.memory().plannedBytes())
        .as("%s", plan)
        .isBetween(plan.memory().lowerBound(), plan.memory().bytesWithoutReuse());
    // From the end: a slot whose value a later step reads must not be written in between.
    List<Slot> needed = new ArrayList<>();
    plan.slots().stream()
        .filter(s -> s.kind() == Slot.Kind.OUTPUT || s.kind() == Slot.Kind.VARIABLE)
        .forEach(needed::add);
    for (PlanStep step : plan.steps().reverse()) {
      List<Slot> writes = step.writes().asList().stream().map(plan.slots()::get).toList();
      List<Slot> reads = step.reads().asList().stream().map(plan.slots()::get).toList();
      for (int i = 0; i < writes.size(); i++) {
        Slot write = writes.get(i);
        needed.remove(write);
        assertThat(needed).as("%s", plan).noneMatch(write::overlaps);
        assertThat(writes.subList(0, i)).noneMatch(write::overlaps);
        assertThat(write.kind()).isNotIn(Slot.Kind.INPUT, Slot.Kind.CONSTANT);
        for (int k = 0; k < reads.size(); k++) {
          boolean mayOverwrite = reads.get(k).equals(write) && isElementByElement(step, k);
          assertThat(mayOverwrite || !reads.get(k).overlaps(write)).as("%s", plan).isTrue();
        }
      }
      for (Slot read : reads) {
        if (!needed.contains(read)) {
          needed.add(read);
        }
      }
    }
    assertThat(needed)
        .as("what is read before it is written, in %s", plan)
        .allMatch(s -> s.kind() != Slot.Kind.TEMPORARY || s.size() == 0);
    for (PlanStep step : plan.steps()) {
      if (step instanceof PlanStep.Apply apply) {
        checkSizes(plan, apply);
      }
    }
  }

  /** Returns whether a step reads an input no later than it writes the same allocation. */
  private static boolean isElementByElement(PlanStep step, int input) {
    return step instanceof PlanStep.Apply a
        && switch (a.op()) {
          case ElementwiseOp _, ScalarBlock _ -> true;
          case LoopOp op -> op.loop().isDense(input);
          case RowFusion fused -> fused.mayOverwrite(i -> i == input);
          default -> false;
        };
  }

  private static void checkSizes(Plan plan, PlanStep.Apply step) {
    for (int i = 0; i < step.writes().length(); i++) {
      Slot slot = plan.slots().get(step.writes().get(i));
      TensorType type = step.outputTypes().get(i);
      assertThat(slot.size()).isEqualTo(type.size());
      assertThat(slot.dtype()).isEqualTo(type.dtype());
      if (slot.kind() == Slot.Kind.TEMPORARY) {
        assertThat(slot.number() + slot.size())
            .isLessThanOrEqualTo(plan.memory().arenas().get(type.dtype()));
      }
    }
  }
}
