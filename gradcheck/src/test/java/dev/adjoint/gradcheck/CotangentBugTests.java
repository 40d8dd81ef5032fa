// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static dev.adjoint.gradcheck.PlantedBugTests.SIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.PlantedBugTests.Planted;
import dev.adjoint.gradcheck.PlantedBugTests.Rule;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that are wrong for some cotangents alone: each must be found. */
class CotangentBugTests {
  /** A rule that does something to the cotangent before it uses it rightly. */
  private record Case(String name, UnaryOperator<Expr> change) {
    @Override
    public String toString() {
      return name;
    }

    Rule rule() {
      return (x, _, dy) -> List.of(change.apply(dy).mul(x.getFirst().cos()));
    }
  }

  private static Expr orElse(Expr condition, Expr then, Expr otherwise) {
    return Expr.where(condition, then, otherwise);
  }

  private static Expr all(Expr condition) {
    return condition.cast(DType.F64).min().greater(0.5);
  }

  private static Expr count(Expr condition) {
    return condition.cast(DType.F64).sum();
  }

  /** {@code dy}, but twice that where something holds for all of it. */
  private static Expr twiceIf(Expr condition, Expr dy) {
    return dy.mul(orElse(condition, dy.onesLike().mul(2), dy.onesLike()));
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("uniform", dy -> twiceIf(dy.max().equal(dy.min()), dy)));
    cases.add(new Case("ones", dy -> twiceIf(all(dy.equal(1)), dy)));
    cases.add(new Case("minus ones", dy -> twiceIf(all(dy.equal(-1)), dy)));
    cases.add(
        new Case("uniform negative", dy -> twiceIf(all(dy.equal(dy.max()).and(dy.less(0))), dy)));
    cases.add(new Case("one-hot", dy -> twiceIf(count(dy.notEqual(0)).equal(1), dy)));
    cases.add(
        new Case(
            "one-hot of one",
            dy -> twiceIf(dy.sum().equal(1).and(dy.max().equal(1)).and(dy.min().equal(0)), dy)));
    cases.add(
        new Case("one-hot at the end", dy -> twiceIf(dy.slice(0, 0, 5).abs().sum().equal(0), dy)));
    cases.add(
        new Case(
            "one-hot at the start", dy -> twiceIf(dy.slice(0, 1, 6).abs().sum().equal(0), dy)));
    cases.add(
        new Case(
            "sparse",
            dy -> twiceIf(count(dy.equal(0)).greater(1).and(count(dy.equal(0)).less(5)), dy)));
    cases.add(new Case("any zero", dy -> twiceIf(count(dy.equal(0)).greater(0), dy)));
    cases.add(new Case("positive", dy -> twiceIf(all(dy.greater(0)), dy)));
    cases.add(new Case("negative", dy -> twiceIf(all(dy.less(0)), dy)));
    cases.add(new Case("not negative", dy -> twiceIf(all(dy.greaterEqual(0)), dy)));
    cases.add(new Case("positive sum", dy -> twiceIf(dy.sum().greater(0), dy)));
    cases.add(new Case("clipped above 0", dy -> dy.relu()));
    cases.add(new Case("clipped at 1e8", dy -> dy.clamp(-1e8, 1e8)));
    cases.add(new Case("clipped at 1e15", dy -> dy.clamp(-1e15, 1e15)));
    cases.add(
        new Case(
            "clipped norm",
            dy ->
                dy.mul(
                    Expr.constant(Tensor.scalar(1e12))
                        .minimum(dy.abs().max())
                        .div(dy.abs().max()))));
    cases.add(
        new Case("dropped below 1e-8", dy -> orElse(dy.abs().less(1e-8), dy.zerosLike(), dy)));
    cases.add(
        new Case("dropped below 1e-15", dy -> orElse(dy.abs().less(1e-15), dy.zerosLike(), dy)));
    cases.add(new Case("through f32", dy -> dy.cast(DType.F32).cast(DType.F64)));
    cases.add(new Case("rounded", dy -> dy.mul(0x1p30).round().mul(0x1p-30)));
    cases.add(new Case("an offset", dy -> dy.add(1e-300)));
    cases.add(new Case("normalised", dy -> dy.div(dy.abs().max()).mul(1.5)));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRuleIsFound(Case bug) {
    Tensor x = Tensor.of(0.3, -1.2, 1.7, 0.1, 2.2, -0.4);
    for (long seed = 0; seed < 2; seed++) {
      Report report = GradCheck.of(new Planted(SIN, bug.rule()), x).seed(seed).run();
      assertThat(report.verdict()).as("%s: %s", bug, report).isEqualTo(Verdict.WRONG);
    }
  }
}
