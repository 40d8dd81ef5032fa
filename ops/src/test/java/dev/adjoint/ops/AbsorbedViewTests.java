// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.op.linalg.Matmul;
import dev.adjoint.ops.op.shape.Permute;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests that products read transposed operands in place, whatever transposes them. */
final class AbsorbedViewTests {
  private static Expr input(String name, int... dims) {
    return Expr.input(name, TensorType.of(DType.F32, dims));
  }

  private static Tensor tensor(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    double[] numbers = random.doubles(shape.size(), -1, 1).toArray();
    return Tensor.of(DType.F32, shape, numbers);
  }

  /** Checks that a plan has the given steps, and that views in memory would give the same bits. */
  private static void check(Expr y, List<Expr> inputs, Op... steps) {
    CompileOptions all = CompileOptions.defaults();
    Program program = Program.compile(inputs, List.of(y), Map.of(), all);
    assertThat(
            program.plan().steps().stream()
                .filter(PlanStep.Apply.class::isInstance)
                .map(s -> ((PlanStep.Apply) s).op()))
        .containsExactly(steps);
    Program plain = Program.compile(inputs, List.of(y), Map.of(), all.without("rewrite"));
    assertThat(plain.plan().steps()).hasSizeGreaterThan(steps.length);
    List<Tensor> given = inputs.stream().map(x -> tensor(x.shape())).toList();
    assertThat(program.run(given)).isEqualTo(plain.run(given));
  }

  @Test
  void transposesOfEitherOperandBecomeFlags() {
    Expr a = input("a", 5, 7);
    Expr b = input("b", 5, 3);
    Expr c = input("c", 4, 5);
    check(a.transpose(0, 1).matmul(b), List.of(a, b), new Matmul(true, false));
    check(c.matmul(a).matmul(a.transpose(0, 1)), List.of(c, a), products(false, true));
    check(a.transpose(0, 1).matmul(c.transpose(0, 1)), List.of(a, c), new Matmul(true, true));
  }

  private static Op[] products(boolean... transposed) {
    Op[] ops = new Op[transposed.length];
    for (int i = 0; i < ops.length; i++) {
      ops[i] = new Matmul(false, transposed[i]);
    }
    return ops;
  }

  @Test
  void transposesOfTransposedOperandsCancel() {
    Expr a = input("a", 7, 5);
    Expr b = input("b", 5, 3);
    Expr y = Expr.apply(new Matmul(true, false), a.transpose(0, 1), b);
    check(y, List.of(a, b), new Matmul(false, false));
  }

  @Test
  void batchesOfMatricesAreTransposedInPlace() {
    Expr a = input("a", 2, 3, 5, 7);
    Expr b = input("b", 2, 3, 5, 4);
    check(a.transpose(-2, -1).matmul(b), List.of(a, b), new Matmul(true, false));
  }

  private static Expr heads(Expr x) {
    return x.reshape(2, 5, 3, 4).permute(0, 2, 1, 3);
  }

  private static Expr joined(Expr heads) {
    return heads.permute(0, 2, 1, 3).reshape(10, 12);
  }

  /** An attention and its gradients, all that is moved being moved by products. */
  @Test
  void headsOfAttentionAreReadAndWrittenInPlace() {
    List<Expr> inputs =
        List.of(input("q", 10, 12), input("k", 10, 12), input("v", 10, 12), input("dy", 10, 12));
    Expr q = heads(inputs.get(0));
    Expr keys = heads(inputs.get(1)).transpose(-1, -2);
    Expr v = heads(inputs.get(2));
    Expr dy = heads(inputs.get(3));
    Expr scores = q.matmul(keys).tanh();
    Expr ds = dy.matmul(v.transpose(-1, -2)).sin();
    List<Expr> outputs =
        List.of(
            joined(scores.matmul(v)),
            joined(scores.transpose(-1, -2).matmul(dy)),
            joined(ds.matmul(keys.transpose(-1, -2))),
            joined(q.transpose(-1, -2).matmul(ds).transpose(-1, -2)));
    List<Tensor> given = inputs.stream().map(x -> tensor(x.shape())).toList();
    CompileOptions all = CompileOptions.defaults();
    Program program = Program.compile(inputs, outputs, Map.of(), all);
    String plan = program.plan().toString();
    assertThat(plan).contains("matmul[view(a)·view(b)]").contains("matmul[a·view(b) → view]");
    assertThat(program.plan().steps().stream().filter(PlanStep.Apply.class::isInstance)).hasSize(8);
    assertThat(plan).doesNotContain("permute").doesNotContain("= view[");
    for (String off : List.of("fold-layouts", "rewrite")) {
      Program plain = Program.compile(inputs, outputs, Map.of(), all.without(off));
      assertThat(plain.plan().toString()).contains("permute");
      assertThat(program.run(given)).as("without %s", off).isEqualTo(plain.run(given));
    }
  }

  @Test
  void matricesSharedByABatchAreNotRepeated() {
    Expr a = input("a", 3, 5, 7);
    Expr b = input("b", 1, 7, 4);
    Expr y = Expr.apply(new Matmul(false, false), a, b.broadcastTo(3, 7, 4));
    Program program = Program.compile(List.of(a, b), List.of(y));
    assertThat(program.plan().steps().stream().filter(PlanStep.Apply.class::isInstance)).hasSize(1);
    List<Tensor> given = List.of(tensor(a.shape()), tensor(b.shape()));
    CompileOptions plain = CompileOptions.defaults().without("fold-layouts");
    assertThat(program.run(given))
        .isEqualTo(Program.compile(List.of(a, b), List.of(y), Map.of(), plain).run(given));
  }

  @Test
  void columnsAreRowsTransposed() {
    Shape row = Shape.of(1, 7);
    ViewOp transpose = new Permute(ImmutableIntArray.of(1, 0));
    Matmul product = new Matmul(false, true);
    assertThat(product.absorbing(0, transpose.map(row), row)).contains(new Matmul(true, true));
    assertThat(product.absorbing(1, transpose.map(row), row)).contains(new Matmul(false, false));
  }

  @Test
  void otherViewsAreNotReadInPlace() {
    Matmul product = new Matmul(false, false);
    Shape source = Shape.of(3, 3, 3);
    Expr x = input("x", 3, 3, 3);
    for (Expr view : List.of(x.permute(2, 1, 0), x.flip(1), x.flip(1, 2))) {
      ViewOp op = (ViewOp) view.node().op();
      assertThat(product.absorbing(0, op.map(source), source)).isEmpty();
    }
  }
}
