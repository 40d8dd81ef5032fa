// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static dev.adjoint.gradcheck.PlantedBugTests.assertWrong;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong rules near kinks, edges and where differences lose their digits: each must be found. */
class HardPlantedBugTests {
  private static final Tensor X = Tensor.of(0.3, -1.2, 1.7);

  /** {@code f}, with a rule that is wrong by a factor of 1.001. */
  private static Function<List<Expr>, Expr> off(Function<Expr, Expr> f) {
    return xs -> {
      Expr x = xs.getFirst();
      return f.apply(x.add(x.sub(x.stopGradient()).mul(1e-3)));
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-7, 1e-10})
  void aWrongRuleNearAKinkIsFound(double distance) {
    Tensor point = Tensor.of(distance, 1.0, -1);
    assertWrong(GradCheck.check(List.of(point), off(x -> x.relu().add(x.sin()))), Kind.MISMATCH);
    assertWrong(GradCheck.check(List.of(point), off(x -> x.abs().mul(x.add(2)))), Kind.MISMATCH);
  }

  @Test
  void aWrongRuleUnderALargeNumberIsFound() {
    assertWrong(GradCheck.check(List.of(X), off(x -> x.sin().add(1e6))), Kind.MISMATCH);
    assertWrong(GradCheck.check(List.of(X), off(x -> x.add(1e6).sub(1e6))), Kind.MISMATCH);
    Tensor single = X.cast(DType.F32);
    assertWrong(GradCheck.check(List.of(single), off(x -> x.sin().add(1e6))), Kind.MISMATCH);
  }

  @Test
  void aWrongRuleNearTheEndOfTheRangeIsFound() {
    assertWrong(GradCheck.check(List.of(Tensor.of(700.0, 709)), off(Expr::exp)), Kind.MISMATCH);
    Tensor single = Tensor.of(80.0, 88).cast(DType.F32);
    assertWrong(GradCheck.check(List.of(single), off(Expr::exp)), Kind.MISMATCH);
    Tensor x = Tensor.of(1e3, -2e7).cast(DType.F32);
    assertWrong(GradCheck.check(List.of(x), off(y -> y.mul(1e30))), Kind.MISMATCH);
  }

  @Test
  void aWrongRuleWhereDerivativesCancelIsFound() {
    assertWrong(
        GradCheck.check(
            List.of(X),
            xs -> {
              Expr x = xs.getFirst();
              Expr off = x.add(x.sub(x.stopGradient()).mul(1e-3));
              return x.sin().square().add(off.cos().square());
            }),
        Kind.MISMATCH);
  }

  @Test
  void aWrongRuleOfAFastOscillationIsFound() {
    assertWrong(GradCheck.check(List.of(X), off(x -> x.mul(1e7).sin())), Kind.MISMATCH);
  }

  @Test
  void aWrongRuleNearTheEndOfTheDomainIsFound() {
    Tensor point = Tensor.of(1e-7, 1e-3, 2);
    assertWrong(GradCheck.check(List.of(point), off(Expr::log)), Kind.MISMATCH);
    assertWrong(GradCheck.check(List.of(point), off(Expr::sqrt)), Kind.MISMATCH);
  }
}
