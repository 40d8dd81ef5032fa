// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProfileTests {
  @Test
  void hasEachStepOfThePlanWithItsTime() {
    Variable total = new Variable("total", Tensor.of(1f, 2f, 3f));
    Value before = read(total);
    Value x = input("x", 3);
    Runner runner =
        Program.compile(
                List.of(x),
                List.of(apply(reduce(TestOps.Combine.SUM, 0), x)),
                Map.of(before, apply(NEXT, before)))
            .runner();
    runner.set(0, Tensor.of(4f, 5f, 6f));
    Profile profile = runner.profile(3);
    assertThat(profile.lines()).hasSize(profile.nanos().length()).anyMatch(s -> s.contains("v0"));
    assertThat(profile.total()).isPositive().isEqualTo(profile.nanos().stream().sum());
    assertThat(runner.item(0)).isEqualTo(15);
    assertThat(total.value()).isEqualTo(Tensor.of(4f, 5f, 6f));
  }

  @Test
  void printsWhatTakesMostFirstAndCutsWhatIsLong() {
    Profile profile =
        new Profile(ImmutableLongArray.of(1_000, 3_000), ImmutableList.of("a", "b".repeat(200)));
    assertThat(profile.toString())
        .isEqualTo(
            """
             share        µs  step
             75.0%%       3.0  %s…
             25.0%%       1.0  a
            100.0%%       4.0  2 steps
            """
                .formatted("b".repeat(160)));
  }

  @Test
  void asksForInputsAndAtLeastOneRun() {
    Runner runner = Program.compile(List.of(input("x", 3)), List.of()).runner();
    assertThatThrownBy(() -> runner.profile(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("profile: input 0 \"x\" is not set; call set(0, …) first");
    assertThatThrownBy(() -> runner.profile(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("profile: runs must be positive: 0");
  }
}
