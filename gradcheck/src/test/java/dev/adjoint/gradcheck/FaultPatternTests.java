// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static dev.adjoint.gradcheck.PlantedBugTests.PRODUCT;
import static dev.adjoint.gradcheck.PlantedBugTests.SIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.PlantedBugTests.Planted;
import dev.adjoint.gradcheck.PlantedBugTests.Rule;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a report says of the fault. */
class FaultPatternTests {
  private static final Tensor X = Tensor.of(DType.F64, Shape.of(2, 2), 0.3, -1.2, 1.7, 2.5);

  private static void assertSays(String text, Rule rule, int order) {
    Report report = GradCheck.of(new Planted(SIN, rule), X).order(order).run();
    assertThat(report.findings().getFirst().message()).endsWith("; " + text);
  }

  private static void assertSays(String text, UnaryOperator<Expr> change) {
    assertSays(text, (x, _, dy) -> List.of(change.apply(dy.mul(x.getFirst().cos()))), 1);
  }

  private static Rule twiceWhere(UnaryOperator<Expr> condition) {
    return (x, _, dy) -> {
      Expr dx = dy.mul(x.getFirst().cos());
      return List.of(Expr.where(condition.apply(x.getFirst()), dx.mul(2), dx));
    };
  }

  @Test
  void factorsAndSignsAreNamed() {
    assertSays("it is 2.00000 times what it should be", dx -> dx.mul(2));
    assertSays("it is 1.00100 times what it should be", dx -> dx.mul(1.001));
    assertSays("the sign is wrong", Expr::neg);
    assertSays("the rule gives 0: a term or the whole input is left out", Expr::zerosLike);
  }

  @Test
  void aTransposeIsNamed() {
    assertSays("it is transposed", dx -> dx.transpose(1, 0));
    assertSays("the right numbers stand in the wrong places", dx -> dx.flip(0));
  }

  @Test
  void theWrongEntriesAreDescribed() {
    String twice = "it is 2.00000 times what it should be ";
    assertSays(twice + "where the argument is negative", twiceWhere(x -> x.less(0)), 1);
    assertSays(twice + "where the argument is positive", twiceWhere(x -> x.greater(0)), 1);
    assertSays(
        twice + "where the argument is above a number from 0.3000 to 1.700",
        twiceWhere(x -> x.greater(1)),
        1);
    assertSays(twice + "at [0, 0] alone", twiceWhere(x -> x.greater(0).and(x.less(1))), 1);
  }

  @Test
  void aDetachedPartIsNamed() {
    assertSays(
        "the rule gives 0: a term or the whole input is left out; the order before is right, so look"
            + " for a value inside the rule that is detached, or for the rule of an op that the rule"
            + " uses",
        (x, _, dy) -> List.of(dy.mul(x.getFirst().stopGradient().cos())),
        2);
  }

  @Test
  void anInputInThePlaceOfAnotherIsDescribedAsFarAsItCanBe() {
    Rule swapped = (x, _, dy) -> List.of(dy.mul(x.get(0)), dy.mul(x.get(1)));
    Report report =
        GradCheck.check(
            new Planted(PRODUCT, swapped), X, Tensor.of(DType.F64, Shape.of(2, 2), 1, 2, -1, 0.5));
    assertThat(report.verdict()).isEqualTo(Verdict.WRONG);
    assertThat(report.findings()).hasSize(2);
  }
}
