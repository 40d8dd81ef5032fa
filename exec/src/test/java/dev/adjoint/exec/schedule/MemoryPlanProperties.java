// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.plan.Memory;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.graph.DType;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The passes that plan memory, on random schedules and in all their settings. */
final class MemoryPlanProperties {
  /** Random sizes leave gaps that nothing fits; most plans are within 1 %. */
  private static final double MOST = 2;

  private static final DType[] SEVERAL = {DType.F32, DType.F64, DType.I32};

  private static Plan plan(Schedule schedule, boolean share, boolean inPlace, boolean reuse) {
    Liveness liveness = Liveness.of(schedule, share);
    BufferAssignment assignment = BufferAssignment.of(liveness, inPlace);
    return PlanAssembler.assemble(assignment, OffsetAssignment.layOut(assignment, reuse));
  }

  @Property(tries = 500)
  void everyReadFindsWhatItIsToReadAndEveryResultIsThereAtTheEnd(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size, @ForAll boolean joins) {
    Schedule schedule = RandomSchedule.of(seed, size, joins, SEVERAL);
    for (int setting = 0; setting < 8; setting++) {
      boolean share = (setting & 1) > 0;
      Plan plan = plan(schedule, share, (setting & 2) > 0, (setting & 4) > 0);
      assertThat(PlanChecker.faults(plan, schedule, share)).as("%s", plan).isEmpty();
    }
  }

  @Property(tries = 500)
  void theLowerBoundIsWhatIsNeededAtTheSameTime(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
    Schedule schedule = RandomSchedule.of(seed, size, false, SEVERAL);
    for (boolean inPlace : List.of(true, false)) {
      Plan plan = plan(schedule, true, inPlace, true);
      assertThat(plan.memory().lowerBound()).as("%s", plan).isEqualTo(LiveElements.mostBytes(plan));
    }
  }

  @Property(tries = 1000)
  void whatIsPlannedIsLittleAboveTheLowerBound(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size, @ForAll boolean joins) {
    Memory memory =
        plan(RandomSchedule.of(seed, size, joins, DType.F32), true, true, true).memory();
    assertThat(memory.plannedBytes()).isBetween(memory.lowerBound(), memory.bytesWithoutReuse());
    assertThat(isFrugal(memory)).as("%s", memory).isTrue();
  }

  /** Returns whether a plan takes at most {@link #MOST} of what no plan takes less than. */
  static boolean isFrugal(Memory memory) {
    return memory.plannedBytes() <= MOST * memory.lowerBound();
  }
}
