// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What expressions print: their values where that is safe and quick, else their types. */
class PreviewTests {
  private static final Expr X = Expr.input("x", 2, 3);

  @Test
  void whatDependsOnNoInputShowsItsValue() {
    assertThat(Expr.constant(Tensor.of(1f, 2)).mul(3).add(0.5)).hasToString("[3.5 6.5]");
    assertThat(
            Expr.constant(Tensor.nested(new float[][] {{1, 2}, {3, 4}}))
                .matmul(Expr.constant(Tensor.nested(new float[][] {{1}, {1}}))))
        .hasToString("[[3.]\n [7.]]");
    assertThat(Expr.constant(DType.I64, 7)).hasToString("7");
  }

  @Test
  void whatDependsOnAnInputShowsNameAndType() {
    assertThat(X).hasToString("x: f32[2, 3]");
    assertThat(X.mul(2).sum(1)).hasToString("sum: f32[2]");
    assertThat(Expr.none()).hasToString("none: f32[0]");
  }

  @Test
  void aVariableShowsNameTypeAndPresentValue() {
    Parameter w = Parameter.of("w", Tensor.of(1f, 2));
    assertThat(w).hasToString("w: f32[2] = [1. 2.]");
    assertThat(w.mul(2)).hasToString("[2. 4.]");
    w.set(Tensor.of(5f, 6));
    assertThat(w).hasToString("w: f32[2] = [5. 6.]");
    assertThat(w.mul(2)).hasToString("[10. 12.]");
    assertThat(State.of("n", Tensor.nested(new int[][] {{1}, {2}})))
        .hasToString("n: i32[2, 1] =\n[[1]\n [2]]");
  }

  @Test
  void whatIsLargeShowsItsType() {
    Expr large = Expr.full(X.type().withShape(Shape.of(1 << 15, 1 << 15)), 1);
    assertThat(large).hasToString("broadcastTo: f32[32768, 32768]");
    assertThat(large.sum()).hasToString("sum: f32[]");
    Tensor much = Tensor.zeros(DType.F32, Shape.of((1 << 20) + 1));
    assertThat(Parameter.of("w", much)).hasToString("w: f32[1048577]");
    assertThat(Expr.constant(much)).hasToString("constant: f32[1048577]");
    Expr square = Expr.full(X.type().withShape(Shape.of(700, 700)), 1);
    assertThat(square.matmul(square)).hasToString("matmul: f32[700, 700]");
    Expr image = Expr.full(X.type().withShape(Shape.of(1, 1, 512, 512)), 1);
    Expr filter = Expr.full(X.type().withShape(Shape.of(1, 1, 511, 511)), 1);
    assertThat(Convolutions.conv(image, filter, WindowOptions.over(2).padding(255), 1))
        .asString()
        .startsWith("conv");
  }

  @Test
  void aLongChainShowsItsTypeWithoutBeingWalkedThrough() {
    Expr y = Expr.constant(DType.F32, 1);
    for (int i = 0; i < 1_000_000; i++) {
      y = y.add(1);
    }
    assertThat(y).hasToString("add: f32[]");
  }

  @Test
  void whatCannotBeComputedShowsItsType() {
    Expr outside = Expr.constant(Tensor.of(1f, 2)).gather(0, Expr.constant(Tensor.of(5)));
    assertThat(outside).hasToString("gather: f32[1]");
    AtomicBoolean broken = new AtomicBoolean();
    Expr faulty = Expr.apply(new Faulty(broken), Expr.constant(Tensor.of(1f, 2)));
    broken.set(true);
    assertThat(faulty).asString().startsWith("faulty").endsWith(": f32[2]");
  }

  private record Faulty(AtomicBoolean broken) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      if (broken.get()) {
        throw new IllegalStateException("a fault of the user's");
      }
      return x.getFirst().neg();
    }
  }

  @Test
  void errorsNameTheOpAndNotItsValue() {
    Expr two = Expr.constant(Tensor.of(1f)).add(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Program.compile(List.of(), List.of(two), Map.of(two, two)))
        .withMessage(
            "compile: cannot update add : f32[1]: it is no variable; use a variable as the key");
  }
}
