// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphPrinter;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.op.shape.Reshape;
import dev.adjoint.ops.op.shape.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an expression is before anything runs, evaluating one at once, and indices out of range. */
class ExprTests {
  private static final String CURE = "; indices count from 0, clamp or mask others";

  private static final Expr X = Expr.input("x", 2, 3);

  @Test
  void varianceMayKeepItsAxes() {
    Expr x = Expr.constant(Tensor.nested(new float[][] {{1, 2, 3}, {0, 0, 6}}));
    assertThat(x.varianceKeepDims(1).eval())
        .isEqualTo(Tensor.nested(new float[][] {{2f / 3}, {8}}));
    assertThat(x.varianceKeepDims().shape()).isEqualTo(Shape.of(1, 1));
  }

  @Test
  void methodsThatChangeNothingAddNoNode() {
    assertThat(X.reshape(2, 3)).isSameAs(X);
    assertThat(X.broadcastTo(2, 3)).isSameAs(X);
    assertThat(X.slice(1, 0, 3)).isSameAs(X);
    assertThat(X.slice(1, -3, 3, 2)).isNotSameAs(X);
    assertThat(X.pad(new int[2], new int[2], 5)).isSameAs(X);
    assertThat(X.squeeze()).isSameAs(X);
    assertThat(X.expandDims()).isSameAs(X);
    assertThat(X.cast(DType.F32)).isSameAs(X);
  }

  /** The two halves of a vector, an op with two outputs. */
  private record Halves() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      TensorType half = inputs.getFirst().withShape(Shape.of(inputs.getFirst().size() / 2));
      return ImmutableList.of(half, half);
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (in, out, _) -> {
        for (int i = 0; i < in[0].size(); i++) {
          out[2 * i / in[0].size()].setDouble(i % out[0].size(), in[0].getDouble(i));
        }
      };
    }
  }

  @Test
  void applyAllGivesEveryOutputAndApplyTheOnlyOne() {
    Expr x = Expr.constant(Tensor.of(1f, 2f, 3f, 4f));
    List<Expr> halves = Expr.applyAll(new Halves(), List.of(x));
    assertThat(halves).hasSize(2);
    assertThat(halves.get(0).sub(halves.get(1)).eval()).isEqualTo(Tensor.of(-2f, -2f));
    assertThatThrownBy(() -> Expr.apply(new Halves(), x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("halves: has 2 outputs; use applyAll");
  }

  @Test
  void matrixProductWithABatchOnTheLeftIsOneTallProduct() {
    Expr y = Expr.input("x", 5, 2, 3).matmul(Expr.input("w", 3, 4));
    assertThat(y.shape()).isEqualTo(Shape.of(5, 2, 4));
    assertThat(y.node().op()).isEqualTo(new Reshape(Shape.of(5, 2, 4)));
    assertThat(y.node().inputs().getFirst().type()).isEqualTo(TensorType.of(DType.F32, 10, 4));
  }

  @Test
  void derivativeOfAStridedSliceIsMadeOfViews() {
    Expr y = Expr.input("x", 9).slice(0, 1, 8, 3);
    Slice op = (Slice) y.node().op();
    Expr dx = op.vjp(List.of(Expr.input("x", 9)), y, Expr.input("dy", 3)).getFirst();
    assertThat(GraphPrinter.print(Graph.of(List.of(dx))))
        .contains("reshape", "pad", "slice")
        .doesNotContain("scatter", "concat");
  }

  @Test
  void evalReadsThePresentValueOfVariables() {
    Parameter w = Parameter.of("w", Tensor.of(1f, 2f));
    Expr y = w.mul(3).sum();
    assertThat(y.eval()).isEqualTo(Tensor.scalar(9f));
    w.set(Tensor.of(2f, 2f));
    assertThat(y.eval()).isEqualTo(Tensor.scalar(12f));
  }

  @Test
  void evalNamesTheInputsThatHaveNoValue() {
    Expr y = X.sum().add(Expr.input("bias")).add(Parameter.of("w", Tensor.scalar(1f)));
    assertThatThrownBy(y::eval)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "eval: the value depends on [\"x\", \"bias\"]; compile a Program with these inputs, or"
                + " make them constants");
  }

  @Test
  void indexOutOfRangeFailsTheRunAndLeavesTheProgramUsable() {
    Expr table = Expr.input("table", 3, 2);
    Expr indices = Expr.input("indices", TensorType.of(DType.I64, 2));
    Expr labels = Expr.input("labels", TensorType.of(DType.I32, 3));
    Expr rows = table.gather(0, indices);
    checkIndex(
        Program.compile(List.of(table, indices), List.of(rows)),
        Tensor.of(2L, 3L),
        "gather: index 3 at position 1 is not in [0, 3)" + CURE);
    checkIndex(
        Program.compile(List.of(table, indices), List.of(rows)),
        Tensor.of(1L << 32, 1L),
        "gather: index 4294967296 at position 0 is not in [0, 3)" + CURE);
    checkIndex(
        Program.compile(
            List.of(table, indices), List.of(table.scatterAdd(0, indices, rows.onesLike()))),
        Tensor.of(0L, -1L),
        "scatterAdd: index -1 at position 1 is not in [0, 3)" + CURE);
    checkIndex(
        Program.compile(
            List.of(table, labels), List.of(table.takeAlongAxis(1, labels.expandDims(1)))),
        Tensor.of(0, 2, 1),
        "takeAlongAxis: index 2 at position 1 is not in [0, 2)" + CURE);
  }

  private static void checkIndex(Program program, Tensor bad, String message) {
    Tensor table = Tensor.arange(DType.F32, 6).reshape(3, 2);
    Tensor good = Tensor.zeros(bad.dtype(), bad.shape());
    List<Tensor> expected = program.run(table, good);
    assertThatThrownBy(() -> program.run(table, bad))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage(message);
    assertThat(program.run(table, good)).isEqualTo(expected);
  }
}
