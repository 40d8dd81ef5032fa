// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.op.elementwise.Clamp;
import dev.adjoint.ops.op.elementwise.PowScalar;
import dev.adjoint.ops.op.elementwise.Square;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The elementwise methods of expressions: broadcasting, numbers, what they say of wrong use. */
class BroadcastingTests {
  private static final Expr X = Expr.input("x", 2, 3);
  private static final Expr I = Expr.input("i", TensorType.of(DType.I32, 3));

  private record Halve() implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      return requireFloating(x.getFirst()).mul(0.5);
    }
  }

  @Test
  void operandsAreRepeatedToTheCommonShape() {
    Tensor column = Tensor.of(10.0, 20).reshape(2, 1);
    Tensor row = Tensor.of(1.0, 2, 3);
    assertThat(Evaluation.evaluate(List.of(column, row), x -> List.of(x.get(0).add(x.get(1)))))
        .containsExactly(Tensor.of(DType.F64, Shape.of(2, 3), 11, 12, 13, 21, 22, 23));
  }

  @Test
  void whereRepeatsAllThreeOperands() {
    Tensor condition = Tensor.of(true, false).reshape(2, 1);
    Tensor a = Tensor.of(1.0, 2, 3);
    Tensor b = Tensor.full(DType.F64, Shape.SCALAR, -1);
    assertThat(
            Evaluation.evaluate(
                List.of(condition, a, b), x -> List.of(Expr.where(x.get(0), x.get(1), x.get(2)))))
        .containsExactly(Tensor.of(DType.F64, Shape.of(2, 3), 1, 2, 3, -1, -1, -1));
  }

  @Test
  void whereTakesANumberOnEitherSide() {
    Tensor x = Tensor.of(-2.0, 3);
    assertThat(
            Evaluation.evaluate(
                List.of(x),
                v ->
                    List.of(
                        Expr.where(v.get(0).greater(0), v.get(0), 0),
                        Expr.where(v.get(0).greater(0), 9, v.get(0)))))
        .containsExactly(Tensor.of(0.0, 3), Tensor.of(-2.0, 9));
  }

  @Test
  void shapesThatDoNotBroadcastAreNamedWithTheOp() {
    assertThatThrownBy(() -> X.mul(Expr.input("y", 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("mul: ")
        .hasMessageContaining("[2, 3]")
        .hasMessageContaining("[2]");
    assertThatThrownBy(() -> Expr.where(X.less(0), Expr.input("y", 2), 1))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("where: ");
  }

  @Test
  void differentDtypesAreRefused() {
    assertThatThrownBy(() -> X.add(I))
        .hasMessage(
            "add: operands have different dtypes: f32 and i32; convert one of them, as with cast(DType.F32)");
  }

  @Test
  void numbersTakeTheDtypeOfTheOtherOperand() {
    assertThat(X.add(0.5).type()).isEqualTo(X.type());
    assertThat(I.add(2).type()).isEqualTo(I.type());
    assertThat(I.less(2).dtype()).isEqualTo(DType.BOOL);
  }

  @Test
  void numbersThatAnIntegerCannotHoldAreRefused() {
    assertThatThrownBy(() -> I.mul(0.5))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "mul: 0.5 is no i32, which the other operand holds: i32[3]; cast that to a floating"
                + " dtype");
    List<UnaryOperator<Expr>> uses =
        List.of(
            i -> i.add(1e10),
            i -> i.div(Double.NaN),
            i -> i.rsub(0.5),
            i -> i.rdiv(0.5),
            i -> i.maximum(Double.POSITIVE_INFINITY),
            i -> Expr.where(i.less(0), i, 0.5),
            i -> i.less(0).equal(2));
    assertThat(uses)
        .allSatisfy(use -> assertThatThrownBy(() -> use.apply(I)).hasMessageContaining(" is no "));
  }

  @Test
  void reversedFormsHaveTheNumberInFront() {
    assertThat(
            Evaluation.evaluate(
                List.of(Tensor.of(4.0, -2)), x -> List.of(x.get(0).rsub(1), x.get(0).rdiv(1))))
        .containsExactly(Tensor.of(-3.0, 3), Tensor.of(0.25, -0.5));
  }

  @Test
  void powerByANumberTakesTheCheapestForm() {
    assertThat(X.pow(1)).isSameAs(X);
    assertThat(X.pow(2).node().op()).isEqualTo(new Square());
    assertThat(X.pow(3).node().op()).isEqualTo(new PowScalar(3));
  }

  @Test
  void castToTheSameDtypeChangesNothing() {
    assertThat(X.cast(DType.F32)).isSameAs(X);
  }

  @Test
  void clampWithBoundsInWrongOrderIsRefused() {
    assertThatThrownBy(() -> X.clamp(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clamp: low must not be above high: 2.0, 1.0");
    assertThatThrownBy(() -> new Clamp(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bodyMayRequireAFloatingArgument() {
    assertThat(Expr.apply(new Halve(), X).type()).isEqualTo(X.type());
    assertThatThrownBy(() -> Expr.apply(new Halve(), I))
        .isInstanceOf(ShapeException.class)
        .hasMessage("halve: needs a floating operand, got i32; cast it");
  }
}
