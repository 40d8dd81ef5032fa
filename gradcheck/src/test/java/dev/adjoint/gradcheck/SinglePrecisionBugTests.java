// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static dev.adjoint.gradcheck.PlantedBugTests.EXP;
import static dev.adjoint.gradcheck.PlantedBugTests.PRODUCT;
import static dev.adjoint.gradcheck.PlantedBugTests.SIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.gradcheck.PlantedBugTests.Body;
import dev.adjoint.gradcheck.PlantedBugTests.Planted;
import dev.adjoint.gradcheck.PlantedBugTests.Rule;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that are wrong in F32 alone: each must be found. */
class SinglePrecisionBugTests {
  private static final Tensor X = Tensor.of(0.3, -1.2, 1.7);

  private record Case(String name, Body body, Rule rule, int order, Tensor... point) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Rule single(UnaryOperator<Expr> wrong) {
    return (x, _, dy) -> {
      Expr dx = dy.mul(x.getFirst().cos());
      return List.of(dx.dtype() == DType.F32 ? wrong.apply(dx) : dx);
    };
  }

  private static Rule where(java.util.function.Function<Expr, Expr> condition) {
    return (x, _, dy) -> {
      Expr dx = dy.mul(x.getFirst().cos());
      Expr wrong = Expr.where(condition.apply(x.getFirst()), dx.mul(1.5), dx);
      return List.of(dx.dtype() == DType.F32 ? wrong : dx);
    };
  }

  /** {@code cos} with a rule that is wrong in F32. */
  private record WrongCos(double factor) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.getFirst().cos();
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      Expr dx = dy.mul(x.getFirst().sin()).neg();
      return List.of(dx.dtype() == DType.F32 ? dx.mul(factor) : dx);
    }
  }

  /** A copy whose kernel is wrong in F32. */
  private record WrongCopy(double factor) implements KernelOp, SingleOutput {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.copyOf(inputs);
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      double by = inputs.getFirst().dtype() == DType.F32 ? factor : 1;
      return (in, out, _) -> {
        for (int i = 0; i < out[0].size(); i++) {
          out[0].setDouble(i, in[0].getDouble(i) * by);
        }
      };
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return List.of(dy);
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (double factor : new double[] {1.1, 1.001, 1.0001, 1.00001, 1.000003}) {
      cases.add(new Case("factor " + factor, SIN, single(dx -> dx.mul(factor)), 1, X));
    }
    cases.add(new Case("sign", SIN, single(Expr::neg), 1, X));
    cases.add(new Case("detached", SIN, single(Expr::stopGradient), 2, X));
    for (double factor : new double[] {1.01, 1.0001, 1.00001}) {
      Rule second = (x, _, dy) -> List.of(dy.mul(Expr.apply(new WrongCos(factor), x)));
      cases.add(new Case("second order, " + factor, SIN, second, 2, X));
      Rule kernel =
          (x, _, dy) -> List.of(Expr.apply(new WrongCopy(factor), dy).mul(x.getFirst().cos()));
      cases.add(new Case("kernel, " + factor, SIN, kernel, 1, X));
    }
    cases.add(new Case("far out", SIN, where(x -> x.abs().greater(15)), 1, X));
    cases.add(new Case("very far out", SIN, where(x -> x.abs().greater(200)), 1, X));
    cases.add(new Case("near 0", SIN, where(x -> x.abs().less(0.01)), 1, X));
    cases.add(new Case("very near 0", SIN, where(x -> x.abs().less(1e-8)), 1, X));
    cases.add(new Case("at 0", SIN, where(x -> x.equal(0)), 1, X));
    Rule halves =
        (x, _, dy) -> {
          Expr dx = dy.mul(x.get(1));
          return List.of(
              dx.dtype() == DType.F32 ? dx.mul(0x1p12).round().mul(0x1p-12) : dx, dy.mul(x.get(0)));
        };
    cases.add(new Case("twelve bits", PRODUCT, halves, 1, X, X.cast(DType.F64)));
    Rule half =
        (x, y, dy) -> List.of(dy.dtype() == DType.F32 ? dy.mul(y.add(1).sub(1)) : dy.mul(y));
    cases.add(new Case("cancellation", EXP, half, 1, Tensor.of(-6.0, -8, -7)));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRuleIsFound(Case bug) {
    Planted op = new Planted(bug.body(), bug.rule());
    for (long seed = 0; seed < 2; seed++) {
      Report report = GradCheck.of(op, bug.point()).order(bug.order()).seed(seed).run();
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
    }
  }

  @Test
  void aRuleThatIsWrongInF32IsFoundAtAPointInF32() {
    Planted op = new Planted(SIN, single(dx -> dx.mul(1.00001)));
    Report report = GradCheck.of(op, X.cast(DType.F32)).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
  }
}
