// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.gradcheck.Report;
import dev.adjoint.graph.Op;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.op.elementwise.Sin;
import dev.adjoint.ops.op.elementwise.StopGradient;
import dev.adjoint.ops.op.elementwise.Tanh;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Tests that are made of ops and of factories. */
class GradCheckedTests {
  @GradChecked(Tanh.class)
  void anOpIsCheckedOnItsSamples(Report report) {
    assertThat(report.passed()).isTrue();
    assertThat(report.name()).isEqualTo("tanh");
  }

  static List<Sample> samples() {
    return List.of(Sample.of(new Sin(), Arg.real(4, 3)), Sample.of(new Tanh(), Arg.real(2)));
  }

  static Stream<GradCheck> checks() {
    return Stream.of(GradCheck.of(x -> x.exp(), 0.5, 1), GradCheck.of(x -> x.square(), 1, 2));
  }

  @GradChecked(
      factory = {"samples", "checks"},
      order = 1,
      seed = 3)
  void factoriesAreChecked(Report report) {
    assertThat(report.order()).isEqualTo(1);
    assertThat(report.seed()).isEqualTo(3);
  }

  static GradCheck wrong() {
    return GradCheck.of(x -> x.mul(x.stopGradient()), 1, 2);
  }

  @GradChecked(factory = "wrong")
  @ExtendWith(ExpectWrong.class)
  void aWrongRuleFailsBeforeTheBodyRuns() {
    Assertions.fail("the body ran");
  }

  /** Lets a test pass if and only if the checker failed it. */
  static final class ExpectWrong implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) {
      assertThat(thrown).hasMessageStartingWith("gradcheck of function: wrong");
    }
  }

  @Test
  void theAnnotationNamesOps() throws NoSuchMethodException {
    Class<? extends Op>[] ops =
        GradCheckedTests.class
            .getDeclaredMethod("anOpIsCheckedOnItsSamples", Report.class)
            .getAnnotation(GradChecked.class)
            .value();
    assertThat(ops).containsExactly(Tanh.class).doesNotContain(StopGradient.class);
  }
}
