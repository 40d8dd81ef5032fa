// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

final class CompileOptionsTests {
  @Test
  void passesAreSwitchedOffByName() {
    CompileOptions options = CompileOptions.defaults().without("fold", "in-place").without("cse");
    assertThat(options.passesOff()).containsExactlyInAnyOrder("fold", "cse", "in-place");
    assertThat(options.isOn("fold")).isFalse();
    assertThat(options.isOn("reuse")).isTrue();
  }

  @Test
  void anUnknownPassIsAnErrorThatListsAll() {
    assertThatThrownBy(() -> CompileOptions.defaults().without("unroll"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "passes: no pass is called 'unroll'; there are expand, fold, rewrite, identity,"
                + " algebra, factors, views, sink-broadcasts, fold-layouts, clamps, dead-outputs,"
                + " cse, sparse-updates, batch-accumulations, merge-matmuls, hoist-slices, prepack,"
                + " partition-rows, scalars, fuse, epilogues, fuse-rows, concat-in-place, emit,"
                + " schedule, share, in-place, reuse");
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void theSystemPropertySwitchesPassesOff() {
    System.setProperty(CompileOptions.PASSES_OFF_PROPERTY, "fold, reuse");
    try {
      assertThat(CompileOptions.defaults().passesOff()).containsExactly("fold", "reuse");
      System.setProperty(CompileOptions.PASSES_OFF_PROPERTY, "all");
      assertThatThrownBy(CompileOptions::defaults).hasMessageContaining("no pass is called 'all'");
    } finally {
      System.clearProperty(CompileOptions.PASSES_OFF_PROPERTY);
    }
  }

  @Test
  void everyGraphPassChangesThePlanItIsSwitchedOffIn() {
    Value c = TestOps.constant(Tensor.of(1f, 2f));
    Value x = TestOps.input("x", 2);
    Value twice =
        TestOps.apply(
            TestOps.ADD,
            TestOps.apply(TestOps.HALVE, x),
            TestOps.apply(TestOps.HALVE, TestOps.apply(TestOps.SAME, x)));
    Value y = TestOps.apply(TestOps.ADD, twice, TestOps.apply(TestOps.NEXT, c));
    assertThat(steps(x, y)).isEqualTo(1);
    assertThat(steps(x, y, "fuse")).isEqualTo(3);
    assertThat(steps(x, y, "fuse", "fold")).isEqualTo(4);
    assertThat(steps(x, y, "fuse", "identity")).isEqualTo(5);
    assertThat(steps(x, y, "fuse", "cse")).isEqualTo(4);
  }

  @Test
  void everyFamilyOfRewritesChangesThePlanItIsSwitchedOffIn() {
    Value x = TestOps.input("x", 3, 40);
    TestOps.Body minus = new TestOps.Body("minus", a -> a.get(0).neg());
    Value twice = TestOps.apply(minus, TestOps.apply(minus, x));
    assertThat(operations(x, twice)).isZero();
    assertThat(operations(x, twice, "algebra")).isEqualTo(240);
    assertThat(operations(x, twice, "rewrite")).isEqualTo(240);
    TestOps.Swap swap = new TestOps.Swap(0, 1);
    Value back = TestOps.apply(swap, TestOps.apply(swap, x));
    assertThat(operations(x, back)).isZero();
    assertThat(operations(x, back, "views")).isEqualTo(240);
    Value repeated = TestOps.apply(TestOps.NEXT, TestOps.apply(new TestOps.Repeat(2), x));
    assertThat(operations(x, repeated)).isEqualTo(120 + 240);
    assertThat(operations(x, repeated, "sink-broadcasts")).isEqualTo(240 + 240);
  }

  /** Returns how many elements the steps of a plan write. */
  private static int operations(Value x, Value y, String... off) {
    CompileOptions options = CompileOptions.defaults().without(off).without("cse", "fuse");
    return Program.compile(List.of(x), List.of(y), Map.of(), options).plan().steps().stream()
        .filter(PlanStep.Apply.class::isInstance)
        .mapToInt(s -> ((PlanStep.Apply) s).outputTypes().getFirst().size())
        .sum();
  }

  private static int steps(Value x, Value y, String... off) {
    CompileOptions options = CompileOptions.defaults().without(off);
    return Program.compile(List.of(x), List.of(y), Map.of(), options).plan().steps().size();
  }
}
