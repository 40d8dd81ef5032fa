// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.plan.Memory;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Plants bugs in plans, which {@link MemoryPlanProperties} must find. */
final class PlanCheckerTests {
  private static final int SEEDS = 100;

  private final Value x = input("x", 4, 4);
  private final Variable w = new Variable("w", Tensor.zeros(DType.F32, x.shape()));

  private static BufferAssignment assignment(Schedule schedule) {
    return BufferAssignment.of(Liveness.of(schedule, true), true);
  }

  private static Schedule schedule(int seed) {
    return RandomSchedule.of(seed, 60, false, DType.F32);
  }

  /** Returns in how many random plans a fault is found if the allocations are changed. */
  private static int found(Consumer<BufferAssignment> before, Consumer<BufferAssignment> after) {
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Schedule schedule = schedule(seed);
      BufferAssignment assignment = assignment(schedule);
      before.accept(assignment);
      Memory memory = OffsetAssignment.layOut(assignment, true);
      after.accept(assignment);
      Plan plan = PlanAssembler.assemble(assignment, memory);
      found += PlanChecker.faults(plan, schedule, true).isEmpty() ? 0 : 1;
    }
    return found;
  }

  private static Plan with(Plan plan, int step, Slot write) {
    PlanStep.Apply apply = (PlanStep.Apply) plan.steps().get(step);
    List<PlanStep> steps = new ArrayList<>(plan.steps());
    steps.set(
        step,
        new PlanStep.Apply(
            apply.op(),
            apply.inputTypes(),
            apply.outputTypes(),
            apply.reads(),
            ImmutableIntArray.of(plan.slots().size())));
    return new Plan(
        plan.inputs(),
        plan.variables(),
        plan.targets(),
        plan.constants(),
        plan.outputs(),
        ImmutableList.<Slot>builder().addAll(plan.slots()).add(write).build(),
        ImmutableList.copyOf(steps),
        plan.memory(),
        plan.bodies());
  }

  private Schedule schedule(List<Value> outputs, List<Value> updates, Value... order) {
    List<Value> all = new ArrayList<>(outputs);
    all.addAll(updates);
    ImmutableList<Node> nodes =
        ImmutableList.copyOf(List.of(order)).stream()
            .map(Value::node)
            .collect(ImmutableList.toImmutableList());
    Computation computation =
        new Computation(
            Graph.of(List.of(x), all),
            outputs.size(),
            ImmutableList.of(w),
            updates.isEmpty() ? ImmutableIntArray.of() : ImmutableIntArray.of(0));
    return new Schedule(computation, nodes);
  }

  private static Plan plan(Schedule schedule) {
    BufferAssignment assignment = assignment(schedule);
    return PlanAssembler.assemble(assignment, OffsetAssignment.layOut(assignment, true));
  }

  @Test
  void nothingIsWrongWithoutABug() {
    assertThat(found(_ -> {}, _ -> {})).isZero();
  }

  @Test
  void aLayoutThatPutsEverythingAtOneOffsetIsFound() {
    assertThat(found(_ -> {}, p -> p.temporaries().forEach(t -> t.number = 0)))
        .isGreaterThan(SEEDS * 9 / 10);
  }

  @Test
  void aLiveRangeThatEndsAStepTooEarlyIsFound() {
    Consumer<BufferAssignment> shorten =
        p -> p.temporaries().forEach(t -> t.to = Math.max(t.from, t.to - 1));
    assertThat(found(shorten, _ -> {})).isGreaterThan(SEEDS / 2);
  }

  @Test
  void aLayoutWithAllocationsAnElementTooCloseIsFound() {
    Consumer<BufferAssignment> closer =
        p -> p.temporaries().forEach(t -> t.number = Math.max(0, t.number - 1));
    assertThat(found(_ -> {}, closer)).isGreaterThan(SEEDS / 2);
  }

  @Test
  void aTranspositionInPlaceIsFound() {
    Value next = apply(NEXT, x);
    Value swapped = apply(new TestOps.Swap(0, 1), next);
    Value y = apply(HALVE, swapped);
    Schedule schedule = schedule(List.of(y), List.of(), next, swapped, y);
    Plan plan = plan(schedule);
    assertThat(PlanChecker.faults(plan, schedule, true)).isEmpty();
    Slot first = plan.slots().get(plan.steps().getFirst().writes().get(0));
    assertThat(PlanChecker.faults(with(plan, 1, first), schedule, true))
        .contains("step 1: reads t.f32@0 while it writes t.f32@0");
  }

  @Test
  void anUpdateBeforeTheLastReadIsFound() {
    Value old = read(w);
    Value next = apply(NEXT, old);
    Value y = apply(HALVE, old);
    Schedule schedule = schedule(List.of(y), List.of(next), next, y);
    Plan plan = plan(schedule);
    assertThat(PlanChecker.faults(plan, schedule, true)).isEmpty();
    Plan early = with(plan, 0, new Slot(Slot.Kind.VARIABLE, DType.F32, 0, 16));
    assertThat(PlanChecker.faults(early, schedule, true))
        .contains("step 1: element 0 of v0 is not that of " + old);
  }

  @Test
  void anUpdateBeforeAStepThatMayThrowIsFound() {
    Value next = apply(NEXT, read(w));
    Value y = apply(new TestOps.Picky(), x);
    Schedule schedule = schedule(List.of(y), List.of(next), next, y);
    Plan plan = plan(schedule);
    assertThat(PlanChecker.faults(plan, schedule, true)).isEmpty();
    Plan early = with(plan, 0, new Slot(Slot.Kind.VARIABLE, DType.F32, 0, 16));
    assertThat(PlanChecker.faults(early, schedule, true))
        .contains("step 1: may throw after an update");
  }

  @Test
  void anInputThatIsOverwrittenIsFound() {
    Value next = apply(NEXT, x);
    Value y = apply(HALVE, next);
    Schedule schedule = schedule(List.of(y), List.of(), next, y);
    Plan over = with(plan(schedule), 0, new Slot(Slot.Kind.INPUT, DType.F32, 0, 16));
    assertThat(PlanChecker.faults(over, schedule, true)).contains("step 0: writes x0");
  }

  @Test
  void aLowerBoundOfLiveRangesThatAreTooLongIsFound() {
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      BufferAssignment assignment = assignment(schedule(seed));
      assignment.temporaries().forEach(t -> t.to++);
      Memory memory = OffsetAssignment.layOut(assignment, true);
      Plan plan = PlanAssembler.assemble(assignment, memory);
      found += memory.lowerBound() == LiveElements.mostBytes(plan) ? 0 : 1;
    }
    assertThat(found).isGreaterThan(SEEDS / 2);
  }

  @Test
  void withoutReuseManyPlansTakeMoreThanIsAllowed() {
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Schedule schedule = RandomSchedule.of(seed, 400, false, DType.F32);
      Memory memory = OffsetAssignment.layOut(assignment(schedule), false);
      found += MemoryPlanProperties.isFrugal(memory) ? 0 : 1;
    }
    assertThat(found).isGreaterThan(SEEDS / 4);
  }
}
