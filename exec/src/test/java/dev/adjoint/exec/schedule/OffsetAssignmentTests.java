// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.plan.Memory;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lays out chains of transpositions, of which none can be done in place. */
final class OffsetAssignmentTests {
  private static Value swap(Value value) {
    return apply(new TestOps.Swap(0, 1), value);
  }

  private static BufferAssignment assignment(Value input, Value... outputs) {
    Graph graph = Graph.of(List.of(input), List.of(outputs));
    Schedule schedule = Scheduler.inGraphOrder(Computation.of(graph));
    return BufferAssignment.of(Liveness.of(schedule, true), true);
  }

  @Test
  void memoryThatIsNoLongerNeededIsUsedAgain() {
    Value x = input("x", 2, 3);
    Value a = swap(x);
    Value b = swap(a);
    Value c = swap(b);
    Value d = swap(c);
    BufferAssignment assignment = assignment(x, swap(d));
    Memory memory = OffsetAssignment.layOut(assignment, true);
    assertThat(List.of(a, b, c, d).stream().map(v -> assignment.allocation(v).number))
        .containsExactly(0, 6, 0, 6);
    assertThat(memory).isEqualTo(new Memory(ImmutableMap.of(DType.F32, 12), 48, 96, 48));
  }

  @Test
  void withoutReuseEveryAllocationHasMemoryOfItsOwn() {
    Value x = input("x", 2, 3);
    Value a = swap(x);
    Value b = swap(a);
    Value c = swap(b);
    BufferAssignment assignment = assignment(x, swap(c));
    Memory memory = OffsetAssignment.layOut(assignment, false);
    assertThat(List.of(a, b, c).stream().map(v -> assignment.allocation(v).number))
        .containsExactly(0, 6, 12);
    assertThat(memory).isEqualTo(new Memory(ImmutableMap.of(DType.F32, 18), 72, 72, 48));
  }

  @Test
  void theSmallestGapThatIsLargeEnoughIsTaken() {
    Value x = input("x", 2, 3);
    Value large = apply(new TestOps.Repeat(4), x);
    Value first = swap(x);
    Value small = swap(x);
    Value last = swap(x);
    Value largest = apply(TestOps.reduce(TestOps.Combine.MAX, 0), large);
    Value least = apply(TestOps.reduce(TestOps.Combine.MIN, 0), small);
    Value y = swap(first);
    List<Value> ends = List.of(swap(last), swap(largest), apply(TestOps.NEXT, least), swap(y));
    List<Value> order = List.of(large, first, small, last, largest, least, y);
    ImmutableList<Node> nodes =
        Stream.concat(order.stream(), ends.stream())
            .map(Value::node)
            .collect(ImmutableList.toImmutableList());
    Schedule schedule = new Schedule(Computation.of(Graph.of(List.of(x), ends)), nodes);
    BufferAssignment assignment = BufferAssignment.of(Liveness.of(schedule, true), true);
    OffsetAssignment.layOut(assignment, true);
    // The last one finds 21 elements where the large one was, and 6 where the small one was.
    assertThat(order.stream().map(v -> assignment.allocation(v).number))
        .containsExactly(0, 24, 30, 36, 42, 0, 30);
  }

  @Test
  void eachDtypeHasAnArenaOfItsOwn() {
    Value x = input("x", 2, 3);
    Value a = swap(x);
    Value less = apply(TestOps.LESS, a, swap(swap(a)));
    Memory memory = OffsetAssignment.layOut(assignment(x, swap(less)), true);
    assertThat(memory.arenas()).isEqualTo(ImmutableMap.of(DType.F32, 18, DType.BOOL, 6));
    assertThat(memory.plannedBytes()).isEqualTo(78);
    // Three arrays of numbers at the second transposition, two and the truths later.
    assertThat(memory.lowerBound()).isEqualTo(72);
  }

  @Test
  void arraysWithoutElementsTakeNothing() {
    Value x = input("x", 0, 3);
    Memory memory = OffsetAssignment.layOut(assignment(x, swap(swap(swap(x)))), true);
    assertThat(memory.plannedBytes()).isZero();
    assertThat(memory.lowerBound()).isZero();
  }

  @Test
  void anArenaOfTooManyElementsIsRefusedWithAnAdvice() {
    Value x = input("x", 1 << 15, 1 << 15);
    assertThatThrownBy(
            () -> OffsetAssignment.layOut(assignment(x, swap(swap(swap(swap(x))))), false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "compile: the f32 temporaries need more than 2147483647 elements at once;"
                + " use smaller batches");
  }
}
