// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** What the author of a new op sees when its rule of differentiation is not in order. */
class RuleErrorTests {
  private final Expr x = Expr.input("x", 2, 3);
  private final Expr i = Expr.input("i", TensorType.of(DType.I32, 2, 3));

  /** Pairs a floating input with an index, and answers with whatever it was given. */
  private record Faulty(Function<Expr, List<Expr>> rule) implements KernelOp, Differentiable {
    @Override
    public String parameters() {
      return "";
    }

    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      throw new AssertionError("is never run");
    }

    @Override
    public List<Expr> vjp(List<Expr> inputs, List<Expr> outputs, List<Expr> cotangents) {
      return rule.apply(cotangents.getFirst());
    }
  }

  /** Twice its input, and says nothing of how to differentiate. */
  private record Plain() implements ElementwiseOp {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.getFirst().mul(2);
    }
  }

  private ThrowableAssertAlternative<IllegalStateException> rule(Function<Expr, List<Expr>> rule) {
    Expr y = Expr.apply(new Faulty(rule), x, i).sum();
    return assertThatIllegalStateException().isThrownBy(() -> Autodiff.grad(y, x));
  }

  @Test
  @SuppressWarnings("NullAway")
  void ruleThatReturnsNullIsNamed() {
    rule(_ -> null)
        .withMessage(
            "faulty: vjp returned null: [f32[2, 3], i32[2, 3]] → [f32[2, 3]]; return a list with"
                + " one gradient for each input, Expr.none() for an input without derivative");
  }

  @Test
  void ruleWithTooFewGradientsIsNamed() {
    rule(List::of)
        .withMessage(
            "faulty: vjp returned 1 gradient for 2 inputs: [f32[2, 3], i32[2, 3]] → [f32[2, 3]];"
                + " return one for each input, Expr.none() for an input without derivative");
  }

  @Test
  void ruleWithTooManyGradientsIsNamed() {
    rule(dy -> List.of(dy, Expr.none(), dy))
        .withMessage(
            "faulty: vjp returned 3 gradients for 2 inputs: [f32[2, 3], i32[2, 3]] → [f32[2, 3]];"
                + " return one for each input, Expr.none() for an input without derivative");
  }

  @Test
  void nullInPlaceOfNoneNamesTheInput() {
    rule(dy -> Arrays.asList(dy, null))
        .withMessage(
            "faulty: vjp returned null for input 1, i32[2, 3]: [f32[2, 3], i32[2, 3]] → [f32[2,"
                + " 3]]; return Expr.none() for an input without derivative");
  }

  @Test
  void gradientForAnIndexNamesTheInput() {
    rule(dy -> List.of(dy, dy))
        .withMessage(
            "faulty: vjp returned a gradient f32[2, 3] for input 1, i32[2, 3], which is not"
                + " floating: [f32[2, 3], i32[2, 3]] → [f32[2, 3]]; return Expr.none() for an"
                + " input without derivative");
  }

  @Test
  void gradientOfAnotherShapeNamesBothTypes() {
    rule(dy -> List.of(dy.reshape(6), Expr.none()))
        .withMessage(
            "faulty: vjp returned a gradient of the wrong type for input 0: expected f32[2, 3],"
                + " got f32[6]: [f32[2, 3], i32[2, 3]] → [f32[2, 3]]; permute or reshape it to"
                + " [2, 3]");
  }

  @Test
  void gradientOfAnotherDtypeSaysToCast() {
    rule(dy -> List.of(dy.cast(DType.F64), Expr.none()))
        .withMessageContaining("expected f32[2, 3], got f64[2, 3]")
        .withMessageEndingWith("; cast it to f32");
  }

  @Test
  void gradientThatIsStillRepeatedSaysToSum() {
    rule(dy -> List.of(dy.broadcastTo(4, 2, 3), Expr.none()))
        .withMessageContaining("expected f32[2, 3], got f32[4, 2, 3]")
        .withMessageEndingWith("; sum it over the axes along which the input was repeated");
  }

  @Test
  void gradientThatWasSummedTooFarSaysToBroadcast() {
    rule(dy -> List.of(dy.sum(0), Expr.none()))
        .withMessageContaining("expected f32[2, 3], got f32[3]")
        .withMessageEndingWith("; broadcast it to [2, 3]");
  }

  @Test
  void gradientOfUnrelatedShapeSaysWhatAGradientIs() {
    rule(dy -> List.of(Expr.full(TensorType.of(DType.F32, 5), 1).add(dy.sum()), Expr.none()))
        .withMessageContaining("expected f32[2, 3], got f32[5]")
        .withMessageEndingWith("; a gradient has the type of its input");
  }

  @Test
  void opWithoutRuleIsNamedWithTheCure() {
    Expr y = Expr.apply(new Plain(), x).sum();
    assertThatThrownBy(() -> Autodiff.grad(y, x))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "plain: has no derivative: [f32[2, 3]] → [f32[2, 3]]; let Plain implement"
                + " Differentiable, or cut the path with stopGradient");
  }
}
