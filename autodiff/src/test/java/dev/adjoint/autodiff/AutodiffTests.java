// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reverse walk: which nodes it visits, in which order it adds, what it refuses. */
class AutodiffTests {
  private final Expr x = Expr.input("x", 2, 3);

  /** The identity, which notes when its rule is asked. */
  record Watched(String label, List<String> log) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.getFirst();
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      log.add(label);
      return List.of(dy);
    }
  }

  @Test
  void gradientHasTheTypeOfItsVariable() {
    Expr b = Expr.input("b", 3);
    List<Expr> gradients = Autodiff.grad(x.mul(b).exp().sum(), x, b);
    assertThat(gradients.get(0).type()).isEqualTo(x.type());
    assertThat(gradients.get(1).type()).isEqualTo(b.type());
  }

  @Test
  void onlyNodesBetweenVariablesAndOutputAreVisitedEachOnceAndLastFirst() {
    List<String> log = new ArrayList<>();
    Expr before = Expr.apply(new Watched("before", log), Expr.input("w", 2, 3));
    Expr beside = Expr.apply(new Watched("beside", log), before);
    Expr first = Expr.apply(new Watched("first", log), before);
    Expr second = Expr.apply(new Watched("second", log), first);
    Autodiff.grad(second.mul(first).add(beside).sum(), first);
    assertThat(log).containsExactly("second");
  }

  @Test
  void aNodeWithTwoConsumersIsVisitedAfterBoth() {
    List<String> log = new ArrayList<>();
    Expr shared = Expr.apply(new Watched("shared", log), x);
    Expr left = Expr.apply(new Watched("left", log), shared);
    Expr right = Expr.apply(new Watched("right", log), shared);
    Autodiff.grad(left.mul(right).sum(), x);
    assertThat(log).containsExactly("right", "left", "shared");
  }

  @Test
  void contributionsAreAddedInTheSameOrderEachTime() {
    assertThat(gradientOfManyUses()).isEqualTo(gradientOfManyUses());
  }

  private static String gradientOfManyUses() {
    Expr x = Expr.input("x", 4);
    Expr y = x;
    for (int i = 0; i < 8; i++) {
      y = y.mul(x).add(x.exp());
    }
    return Graph.of(Autodiff.grad(y.sum(), x)).toString();
  }

  @Test
  void variableThatTheOutputDoesNotNeedGetsZerosOfItsType() {
    Expr other = Expr.input("other", TensorType.of(DType.F64, 5));
    Expr gradient = Autodiff.grad(x.sum(), x, other).get(1);
    assertThat(gradient.type()).isEqualTo(other.type());
    assertThat(gradient.isZero()).isTrue();
  }

  @Test
  void pathThatRunsThroughIntegersIsCut() {
    Expr cut = x.cast(DType.I32).cast(DType.F32);
    Expr gradient = Autodiff.grad(cut.add(x).sum(), x).getFirst();
    assertThat(Graph.of(List.of(gradient)).inputs()).isEmpty();
  }

  @Test
  void valueAndGradStandsOnTheSameNodes() {
    Expr y = x.exp().sum();
    ValueAndGrad both = Autodiff.valueAndGrad(y, x);
    assertThat(both.value()).isSameAs(y);
    assertThat(Graph.of(both.gradients()).nodes()).contains(y.node().inputs().getFirst().node());
  }

  @Test
  void noVariablesGiveNoGradients() {
    assertThat(Autodiff.grad(x.sum())).isEmpty();
  }

  @Test
  void inputMadeAgainUnderItsNameIsNoVariableOfTheOutput() {
    Expr again = Expr.input("x", 2, 3);
    String rest =
        ": 'x' f32[2, 3] is another input than the 'x' f32[2, 3] that y depends on; an input is"
            + " made once: use the same Expr";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.grad(x.exp().sum(), again))
        .withMessage("grad" + rest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.valueAndGrad(x.exp().sum(), again))
        .withMessage("valueAndGrad" + rest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.vjp(List.of(x.exp()), List.of(x, again), List.of(x)))
        .withMessage("vjp" + rest);
    // Both are there, or nothing is of the name: nobody is mistaken.
    assertThat(Autodiff.grad(x.mul(again).sum(), again)).hasSize(1);
    assertThat(Autodiff.grad(x.sum(), Expr.input("z", 2))).hasSize(1);
  }

  @Test
  void nullIsNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> Autodiff.grad(null, x))
        .withMessage("grad: y is null; give the expression to differentiate");
    assertThatNullPointerException()
        .isThrownBy(() -> Autodiff.grad(x.sum(), x, null))
        .withMessage("grad: x 1 is null; give an expression");
    assertThatNullPointerException()
        .isThrownBy(() -> Autodiff.grad(x.sum(), (List<Expr>) null))
        .withMessage("grad: xs is null; give a list, which may be empty");
    assertThatNullPointerException()
        .isThrownBy(() -> Autodiff.valueAndGrad(x.sum(), (Expr[]) null))
        .withMessage("valueAndGrad: xs is null; give a list, which may be empty");
    assertThatNullPointerException()
        .isThrownBy(() -> Autodiff.vjp(List.of(x), List.of(x), Arrays.asList((Expr) null)))
        .withMessage("vjp: dy 0 is null; give an expression");
  }

  @Test
  void outputThatIsNoScalarNamesTheCure() {
    Expr logits = Expr.input("logits", 32, 10);
    assertThatThrownBy(() -> Autodiff.grad(logits, logits))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "grad: needs a scalar, got f32[32, 10]; reduce it with sum or mean, or use vjp with a"
                + " cotangent");
    assertThatThrownBy(() -> Autodiff.valueAndGrad(logits, logits))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("valueAndGrad: needs a scalar, got f32[32, 10]; ");
  }

  @Test
  void outputThatIsNotFloatingIsRefused() {
    assertThatThrownBy(() -> Autodiff.grad(x.sum().cast(DType.I64), x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("grad: y is not floating: i64[]; only f32 and f64 carry derivatives, cast it");
  }

  @Test
  void variableThatIsNotFloatingIsNamedByItsNumber() {
    Expr i = Expr.input("i", TensorType.of(DType.I32, 7));
    assertThatThrownBy(() -> Autodiff.grad(x.sum(), x, i))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "grad: x 1 is not floating: i32[7]; only f32 and f64 carry derivatives, cast it");
  }

  @Test
  void cotangentOfAnotherTypeNamesBoth() {
    assertThatThrownBy(
            () -> Autodiff.vjp(List.of(x.exp()), List.of(x), List.of(Expr.input("dy", 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "vjp: cotangent 0 has another type than its output: f32[3], f32[2, 3]; give one of"
                + " type f32[2, 3]");
  }

  @Test
  void missingCotangentsAreCounted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Autodiff.vjp(List.of(x, x), List.of(x), List.of(x)))
        .withMessage(
            "vjp: the number of cotangents differs: [f32[2, 3]] for outputs [f32[2, 3], f32[2, 3]]"
                + " (1 ≠ 2); give one for each");
  }
}
