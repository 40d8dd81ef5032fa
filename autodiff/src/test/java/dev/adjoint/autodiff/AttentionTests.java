// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Attention;
import dev.adjoint.ops.AttentionOptions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Attention whole and in blocks, against PyTorch, and how much memory it takes. */
class AttentionTests {
  private static final double SLACK = 32;

  @TestFactory
  Stream<DynamicTest> valuesAndDerivativesAreThoseOfPyTorch() {
    return VjpGolden.tests("attention.txt", SLACK, AttentionTests::apply);
  }

  /** Blocks of two queries do not divide all the lengths. */
  @TestFactory
  Stream<DynamicTest> blocksHaveTheSame() {
    return VjpGolden.tests(
        "attention.txt",
        SLACK,
        (name, n, x) ->
            name.equals("attention")
                ? BlockAttention.blocks(x.get(0), x.get(1), x.get(2), options(n, x), 2)
                : apply(name, n, x));
  }

  private static Expr apply(String name, double[] n, List<Expr> x) {
    return switch (name) {
      case "attention" ->
          Attention.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), options(n, x));
      case "additive" ->
          Attention.attend(
              Attention.additiveScores(x.get(0), x.get(1), x.get(3)),
              x.get(2),
              AttentionOptions.none());
      case "rotary" -> Attention.rotaryEmbedding(x.get(0), x.get(1), n[0], n[1] == 1);
      default -> throw new AssertionError(name);
    };
  }

  private static AttentionOptions options(double[] n, List<Expr> x) {
    AttentionOptions options = AttentionOptions.none();
    options = n[0] == 1 ? options.causal() : options;
    options = n[1] == 0 ? options : options.scale(n[1]);
    return x.size() > 3 ? options.mask(x.get(3)) : options;
  }

  @Test
  void blocksHaveTheSameSecondDerivatives() {
    Expr x = Expr.constant(RandomKey.of(4).normal(TensorType.of(DType.F64, 2, 5, 3)).eval());
    Expr mask = Expr.constant(Tensor.of(true, true, false, true, true));
    AttentionOptions options = AttentionOptions.none().causal().mask(mask);
    List<double[]> second = new ArrayList<>();
    for (Expr y :
        List.of(
            Attention.scaledDotProductAttention(x, x.sin(), x, options),
            BlockAttention.blocks(x, x.sin(), x, options, 2))) {
      Expr dx = Autodiff.grad(y.square().sum(), x).getFirst();
      second.add(Autodiff.grad(dx.square().sum(), x).getFirst().eval().toDoubleArray());
    }
    for (int i = 0; i < second.getFirst().length; i++) {
      assertThat(second.get(1)[i]).isNotZero().isCloseTo(second.get(0)[i], offset(1e-11));
    }
  }

  // ---------------- long sequences

  private static Expr normal(int number, int... dims) {
    return RandomKey.of(3).stream(number).normal(TensorType.of(DType.F32, dims));
  }

  private static List<Expr> outputs(boolean inBlocks, int length, AttentionOptions options) {
    List<Expr> x = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      x.add(Expr.constant(normal(i, 2, length, 8).eval()));
    }
    Expr y =
        inBlocks
            ? BlockAttention.attention(x.get(0), x.get(1), x.get(2), options)
            : Attention.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), options);
    List<Expr> outputs = new ArrayList<>(List.of(y));
    outputs.addAll(
        Autodiff.vjp(List.of(y), x, List.of(Expr.constant(normal(7, 2, length, 8).eval()))));
    return outputs;
  }

  @Test
  void manyQueriesHaveTheFiguresOfTheWholeMatrix() {
    for (AttentionOptions options :
        List.of(AttentionOptions.none(), AttentionOptions.none().causal())) {
      List<Tensor> blocks = Program.compile(List.of(), outputs(true, 391, options)).run();
      List<Tensor> whole = Program.compile(List.of(), outputs(false, 391, options)).run();
      for (int i = 0; i < blocks.size(); i++) {
        double[] expected = whole.get(i).toDoubleArray();
        double[] actual = blocks.get(i).toDoubleArray();
        for (int k = 0; k < expected.length; k++) {
          assertThat(actual[k]).isCloseTo(expected[k], offset(1e-6 * (1 + Math.abs(expected[k]))));
        }
      }
    }
  }

  private static long bytes(boolean inBlocks, int length, AttentionOptions options) {
    return Program.compile(List.of(), outputs(inBlocks, length, options)).plan().plannedBytes();
  }

  @Test
  void memoryOfATrainingStepGrowsWithTheLengthNotWithItsSquare() {
    RandomKey key = RandomKey.of(5);
    for (AttentionOptions options :
        List.of(
            AttentionOptions.none(),
            AttentionOptions.none().causal(),
            AttentionOptions.none().causal().dropout(0.1, key))) {
      long at512 = bytes(true, 512, options);
      long at1024 = bytes(true, 1024, options);
      long at2048 = bytes(true, 2048, options);
      assertThat(at1024).isLessThan((long) (2.1 * at512));
      assertThat(at2048).isLessThan((long) (2.1 * at1024));
      long whole = bytes(false, 2048, options);
      assertThat(whole).isGreaterThan(2L * 2048 * 2048 * 4);
      assertThat(at2048).isLessThan(whole / 8);
    }
  }

  @Test
  void fewQueriesAreNoLoop() {
    Expr x = Expr.input("x", 2, BlockAttention.TILE, 8);
    AttentionOptions options = AttentionOptions.none();
    assertThat(BlockAttention.attention(x, x, x, options).node().op())
        .isEqualTo(Attention.scaledDotProductAttention(x, x, x, options).node().op());
  }

  // ---------------- what is left out

  @Test
  void queryThatSeesNoKeyGetsZeroAndHasNoGradient() {
    Expr q = Expr.constant(Tensor.nested(new double[][] {{1, 2}, {3, 4}}));
    Expr mask = Expr.constant(Tensor.of(false, true)).expandDims(1);
    AttentionOptions options = AttentionOptions.none().mask(mask);
    Expr y = Attention.scaledDotProductAttention(q, q.stopGradient(), q.stopGradient(), options);
    assertThat(y.slice(0, 0, 1).eval()).hasToString("[[0. 0.]]");
    Expr dq = Autodiff.grad(y.sum(), q).getFirst();
    assertThat(dq.slice(0, 0, 1).eval()).hasToString("[[0. 0.]]");
    assertThat(dq.slice(0, 1, 2).abs().sum().eval().toDoubleArray()[0]).isPositive();
    AttentionOptions none = AttentionOptions.none();
    Expr nothing = Expr.constant(Tensor.of(new double[0])).reshape(0, 2);
    assertThat(Attention.scaledDotProductAttention(q, nothing, nothing, none).eval())
        .hasToString("[[0. 0.]\n [0. 0.]]");
    assertThat(Attention.scaledDotProductAttention(nothing, q, q, none).eval().shape())
        .isEqualTo(Shape.of(0, 2));
  }

  /** With the identity as values the result is the weights. */
  private static double[] weights(boolean inBlocks, AttentionOptions options) {
    Expr x = Expr.constant(normal(1, 64, 8).eval());
    Expr eye = Expr.constant(Tensor.arange(DType.I32, 64)).oneHot(64, DType.F32);
    Expr y =
        inBlocks
            ? BlockAttention.blocks(x, x, eye, options, 16)
            : Attention.scaledDotProductAttention(x, x, eye, options);
    return y.eval().toDoubleArray();
  }

  @Test
  void dropoutLeavesOutItsShareAndScalesTheOthers() {
    double[] all = weights(false, AttentionOptions.none());
    for (boolean inBlocks : new boolean[] {false, true}) {
      AttentionOptions options = AttentionOptions.none().dropout(0.25, RandomKey.of(9));
      double[] kept = weights(inBlocks, options);
      int zeros = 0;
      List<List<Boolean>> blocks = new ArrayList<>();
      for (int i = 0; i < kept.length; i++) {
        if (i % (16 * 64) == 0) {
          blocks.add(new ArrayList<>());
        }
        blocks.getLast().add(kept[i] == 0);
        zeros += kept[i] == 0 ? 1 : 0;
        if (kept[i] != 0) {
          assertThat(kept[i]).isCloseTo(all[i] / 0.75, offset(1e-6));
        }
      }
      // Of 4096 weights, 1024 with a standard deviation of 28.
      assertThat(zeros).isBetween(1024 - 4 * 28, 1024 + 4 * 28);
      assertThat(blocks).hasSize(4).doesNotHaveDuplicates();
      assertThat(weights(inBlocks, options)).isEqualTo(kept);
    }
  }

  // ---------------- wrong use

  @Test
  void wrongUseIsRefused() {
    Expr q = Expr.input("q", 4, 6, 5, 8);
    Expr k = Expr.input("k", 4, 6, 7, 8);
    AttentionOptions none = AttentionOptions.none();
    refused(
        "scaledDotProductAttention: needs queries [batch…, heads, queries, width], keys [batch…,"
            + " heads, keys, width], values [batch…, heads, keys, channels], got f32[4, 6, 5, 8],"
            + " f32[4, 4, 7, 8], f32[4, 4, 7, 8]; the heads of keys must divide those of queries",
        () -> {
          Expr four = Expr.input("k", 4, 4, 7, 8);
          return BlockAttention.attention(q, four, four, none);
        });
    refused(
        "attention: a mask of scores f32[4, 6, 5, 7] must be bool or f32 and broadcast to them, got"
            + " i32[5, 7]",
        () ->
            Attention.scaledDotProductAttention(
                q, k, k, none.mask(Expr.input("m", TensorType.of(DType.I32, 5, 7)))));
    refused(
        "additiveScores: needs queries [batch…, queries, width], keys [batch…, keys, width] and"
            + " weights [width], got f32[4, 6, 5, 8], f32[4, 6, 7, 8], f32[7]",
        () -> Attention.additiveScores(q, k, Expr.input("w", 7)));
    refused(
        "rotaryEmbedding: needs [batch…, length, width] of an even width and i32 or i64 positions,"
            + " got f32[4, 6, 5, 8], f32[5]",
        () -> Attention.rotaryEmbedding(q, Expr.input("at", 5), 10_000, true));
    assertThatThrownBy(() -> none.dropout(1, RandomKey.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attention: dropout must lie in [0, 1): 1.0");
    assertThatThrownBy(
            () -> Attention.rotaryEmbedding(q, Expr.constant(Tensor.arange(DType.I32, 5)), 0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rotaryEmbedding: the base must be positive: 0.0");
  }

  private interface Use {
    Expr apply();
  }

  private static void refused(String message, Use use) {
    assertThatThrownBy(use::apply).isInstanceOf(ShapeException.class).hasMessage(message);
  }
}
