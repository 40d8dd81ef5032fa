// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import static dev.adjoint.nn.TorchFigures.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.layer.LayerNorm;
import dev.adjoint.nn.layer.Masked;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Attention, positions and transformer blocks: values, masks, dropout, refusals, learning. */
class AttentionLayerTests {
  private static final Seed SEED = Seed.of(7);
  private static final ForwardContext INFERENCE = ForwardContext.inference();

  private static Expr data(int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = StrictMath.sin(1 + 2.3 * i);
    }
    return Expr.constant(Tensor.of(DType.F64, shape, values));
  }

  @Test
  void aLongSequenceIsTakenBlockByBlock() {
    int length = 600;
    Expr q = data(1, length, 3);
    Expr k = data(1, length, 3).mul(0.5).add(0.1);
    Expr v = data(1, length, 2);
    Expr blocks = DotProductAttention.of().attend(q, k, v, Optional.empty(), INFERENCE);
    assertThat(Graph.of(List.of(blocks)).nodes())
        .noneMatch(node -> node.outputTypes().getFirst().shape().size() >= length * length);
    Expr whole = q.matmul(k.transpose(-1, -2)).div(Math.sqrt(3)).softmax(-1).matmul(v);
    assertClose(blocks.eval(), whole.eval(), 1e-13);
  }

  @Test
  void dotProductsWeighTheValues() {
    Expr q = Expr.constant(Tensor.of(1.0, 2, 0, 0)).reshape(1, 2, 2);
    Expr k = Expr.constant(Tensor.of(1.0, 0, 0, 1, 3, 3)).reshape(1, 3, 2);
    Expr v = Expr.constant(Tensor.of(1.0, 10, 100)).reshape(1, 3, 1);
    // Scores 1, 2, 9 over √2, and three equal ones.
    double a = StrictMath.exp(1 / Math.sqrt(2));
    double b = StrictMath.exp(2 / Math.sqrt(2));
    double c = StrictMath.exp(9 / Math.sqrt(2));
    Tensor expected = Tensor.of((a + 10 * b + 100 * c) / (a + b + c), 37.0).reshape(1, 2, 1);
    assertClose(
        DotProductAttention.of().attend(q, k, v, Optional.empty(), INFERENCE).eval(),
        expected,
        1e-14);
    double e = StrictMath.exp(1) + StrictMath.exp(2);
    Expr luong =
        new DotProductAttention(false, true, 0).attend(q, k, v, Optional.empty(), INFERENCE);
    assertClose(luong.eval(), Tensor.of(1, 5.5).reshape(1, 2, 1), 1e-14);
    Expr mask = Expr.constant(Tensor.of(1, 1, 0)).notEqual(0).reshape(1, 1, 3);
    Expr masked =
        new DotProductAttention(false, false, 0).attend(q, k, v, Optional.of(mask), INFERENCE);
    assertClose(
        masked.eval(),
        Tensor.of((StrictMath.exp(1) + 10 * StrictMath.exp(2)) / e, 5.5).reshape(1, 2, 1),
        1e-14);
  }

  @Test
  void aQueryThatMaySeeNoKeyGetsZeros() {
    Expr x = data(2, 3, 4);
    Expr none = Expr.constant(Tensor.of(0, 0, 0, 1, 1, 1)).notEqual(0).reshape(2, 3);
    Tensor y = DotProductAttention.of().apply(x, INFERENCE.masked(none)).eval();
    double[] values = y.toDoubleArray();
    for (int i = 0; i < 12; i++) {
      assertThat(values[i]).isZero();
      assertThat(values[12 + i]).isNotZero();
    }
  }

  @Test
  void paddingIsNoKeyWhereverTheMaskComesFrom() {
    MultiHeadAttention layer = MultiHeadAttention.of(4, 4, 2, 1, DType.F64, SEED);
    Expr x = data(2, 3, 4);
    Expr padded = Expr.concat(1, x, Expr.full(x.type().withShape(Shape.of(2, 2, 4)), 0));
    assertClose(
        Masked.of(0, layer).apply(padded).slice(1, 0, 3).eval(), layer.apply(x).eval(), 1e-15);
    assertThat(layer.parameters().trained().keySet())
        .containsExactly(
            "query.weight",
            "query.bias",
            "key.weight",
            "key.bias",
            "value.weight",
            "value.bias",
            "output.weight",
            "output.bias");
    assertThat(layer.key().weight().shape()).isEqualTo(Shape.of(4, 2));
  }

  @Test
  void aCausalOutputDoesNotDependOnWhatComesLater() {
    TransformerEncoderBlock block = TransformerEncoderBlock.of(4, 2, 8, 0.1, DType.F64, SEED);
    TransformerEncoderBlock causal =
        block.with(block.attention().withCausal().withRotary(RotaryPositions.of()));
    Expr x = data(2, 5, 4);
    assertClose(
        causal.apply(x.slice(1, 0, 3)).eval(), causal.apply(x).slice(1, 0, 3).eval(), 1e-14);
    assertThat(block.apply(x.slice(1, 0, 3)).eval())
        .isNotEqualTo(block.apply(x).slice(1, 0, 3).eval());
  }

  @Test
  void trainingDropsWeightsAndFeatures() {
    Expr x = data(2, 5, 4);
    MultiHeadAttention layer = MultiHeadAttention.of(4, 4, 2, 2, DType.F64, SEED);
    ForwardContext training = ForwardContext.training(RandomKey.of(3));
    assertThat(layer.apply(x, training).eval()).isEqualTo(layer.apply(x).eval());
    assertThat(training.isRandom()).isFalse();
    Expr dropped = layer.withDropout(0.5).apply(x, training);
    assertThat(training.isRandom()).isTrue();
    assertThat(dropped.eval()).isNotEqualTo(layer.apply(x).eval());
    assertThat(layer.withDropout(0.5).apply(x).eval()).isEqualTo(layer.apply(x).eval());
  }

  @Test
  void sinusoidsTellPositionsApart() {
    Tensor y =
        new SinusoidalPositions()
            .apply(Expr.constant(Tensor.zeros(DType.F64, Shape.of(1, 3, 4))))
            .eval();
    double[] expected = new double[12];
    for (int t = 0; t < 3; t++) {
      expected[4 * t] = StrictMath.sin(t);
      expected[4 * t + 1] = StrictMath.cos(t);
      expected[4 * t + 2] = StrictMath.sin(t / 100.0);
      expected[4 * t + 3] = StrictMath.cos(t / 100.0);
    }
    assertClose(y, Tensor.of(DType.F64, Shape.of(1, 3, 4), expected), 1e-15);
    assertRefused(
        () -> new SinusoidalPositions().apply(Expr.input("x", 2, 3, 5)),
        "sinusoidalPositions: takes [batch, length, width] of an even width, got [2, 3, 5]");
  }

  @Test
  void rotatedProductsDependOnTheDistanceAlone() {
    Expr pair = data(1, 1, 4).broadcastTo(1, 6, 4);
    for (RotaryPositions rotary :
        new RotaryPositions[] {RotaryPositions.of(), new RotaryPositions(10_000, false)}) {
      Expr q = rotary.apply(pair);
      Expr k = rotary.apply(pair.mul(data(4)));
      double[] products = q.matmul(k.transpose(1, 2)).eval().toDoubleArray();
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 5; j++) {
          assertThat(products[6 * (i + 1) + j + 1]).isCloseTo(products[6 * i + j], within(1e-14));
        }
      }
      assertThat(q.slice(1, 0, 1).eval()).isEqualTo(pair.slice(1, 0, 1).eval());
    }
    Expr one = Expr.constant(Tensor.of(1.0, 0, 0, 0, 1.0, 0, 0, 0)).reshape(2, 4);
    assertClose(
        RotaryPositions.of().apply(one).eval(),
        Tensor.of(1, 0, 0, 0, StrictMath.cos(1), StrictMath.sin(1), 0, 0).reshape(2, 4),
        1e-15);
    assertClose(
        new RotaryPositions(10_000, false).apply(one).eval(),
        Tensor.of(1, 0, 0, 0, StrictMath.cos(1), 0, StrictMath.sin(1), 0).reshape(2, 4),
        1e-15);
    assertRefused(
        () -> RotaryPositions.of().apply(Expr.input("x", 3, 5)),
        "rotaryPositions: takes […, length, width] of an even width, got [3, 5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RotaryPositions(0, true))
        .withMessage("rotaryPositions: the base must be positive: 0.0");
  }

  @Test
  void learnedPositionsAddTheFirstRows() {
    LearnedPositions positions =
        new LearnedPositions(Parameter.of("w", Tensor.arange(DType.F64, 8).reshape(4, 2)));
    Expr x = Expr.constant(Tensor.ones(DType.F64, Shape.of(1, 3, 2)));
    assertThat(positions.apply(x).eval()).isEqualTo(Tensor.of(1.0, 2, 3, 4, 5, 6).reshape(1, 3, 2));
    assertRefused(
        () -> positions.apply(Expr.input("x", 1, 5, 2)),
        "learnedPositions: takes [batch, length, 2] of a length of at most 4, got [1, 5, 2]");
    assertRefused(
        () -> new LearnedPositions(Parameter.of("w", Tensor.of(1f))),
        "learnedPositions: needs a weight [most, width]: [1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearnedPositions.of(0, 3, SEED))
        .withMessage("learnedPositions: numbers of positions and features must be positive: 0, 3");
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertRefused(
        () -> MultiHeadAttention.of(4, 2, SEED).apply(Expr.input("x", 3, 4)),
        "multiHeadAttention: takes queries [batch, queries, width], keys [batch, keys, …] and"
            + " values [batch, keys, …], got [3, 4], [3, 4], [3, 4]");
    assertRefused(
        () -> MultiHeadAttention.of(4, 2, SEED).apply(Expr.input("x", 3, 2, 5)),
        "dense: takes […, 4], got [3, 2, 5]; weight is [4, 4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultiHeadAttention.of(6, 6, 4, 4, DType.F32, SEED))
        .withMessage(
            "multiHeadAttention: a width of 6 needs heads that divide it, and key heads that divide"
                + " these: 4, 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultiHeadAttention.of(6, 0, SEED))
        .withMessage(
            "multiHeadAttention: widths and numbers of heads must be positive: 6, 6, 0, 0");
    Dense narrow = Dense.of(4, 3, SEED);
    Dense whole = Dense.of(4, 4, SEED);
    assertRefused(
        () -> new MultiHeadAttention(whole, narrow, whole, whole, 2, Optional.empty(), false, 0),
        "multiHeadAttention: 2 heads need projections of queries [in, heads·size], of keys and"
            + " values [in, keyHeads·size], of the output [heads·size, out], and keyHeads divides"
            + " heads: [4, 4], [4, 3], [4, 4], [4, 4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultiHeadAttention.of(4, 2, SEED).withDropout(1))
        .withMessage("multiHeadAttention: the dropout must lie in [0, 1): 1.0");
    Expr x = Expr.input("x", 3, 2, 4);
    assertRefused(
        () ->
            DotProductAttention.of()
                .attend(x, x, x, Optional.of(Expr.input("m", 3, 2, 2)), INFERENCE),
        "dotProductAttention: the mask must be bool and broadcast to [batch, queries, keys] [3, 2,"
            + " 2], got f32[3, 2, 2]");
    Expr wide = Expr.input("y", 3, 2, 5);
    assertRefused(
        () -> DotProductAttention.of().attend(x, wide, wide, Optional.empty(), INFERENCE),
        "dotProductAttention: queries and keys differ in width: [3, 2, 4], [3, 2, 5] (4 ≠ 5);"
            + " project one of them");
    AdditiveAttention additive = AdditiveAttention.of(4, 5, 6, SEED);
    assertThat(additive.attend(x, wide, x, Optional.empty(), INFERENCE).shape())
        .isEqualTo(Shape.of(3, 2, 4));
    assertRefused(
        () -> new AdditiveAttention(whole, additive.keyWeight(), additive.score(), 0),
        "additiveAttention: needs a query weight [in, units], a key weight [in', units] and a score"
            + " [units]: [4, 4], [5, 6], [6]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdditiveAttention.of(4, 5, 0, SEED))
        .withMessage(
            "additiveAttention: widths of queries and keys and the units must be positive: 4, 5,"
                + " 0");
  }

  @Test
  void aDecoderHasTheParametersOfItsParts() {
    TransformerDecoderBlock block =
        TransformerDecoderBlock.of(4, 6, 2, 8, 0, DType.F32, SEED)
            .withNormFirst()
            .with(Activation.gelu());
    Expr y =
        block.apply(
            Expr.input("x", 3, 2, 4), Expr.input("memory", 3, 5, 6), Optional.empty(), INFERENCE);
    assertThat(y.shape()).isEqualTo(Shape.of(3, 2, 4));
    assertThat(Parameters.of(block).trained().keySet())
        .hasSize(26)
        .contains("crossAttention.key.weight", "feedForward.wide.bias", "selfNorm.scale");
  }

  /** Whether the number at the first place stands anywhere else: a query must find its key. */
  private static Dataset repeats(int n, Seed seed) {
    float[] tokens = new float[n * 8];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      int first = (int) (seed.bits(20L * i) >>> 1) % 6;
      first = Math.abs(first);
      tokens[i * 8] = 1 + first;
      for (int t = 1; t < 8; t++) {
        int other = Math.abs((int) (seed.bits(20L * i + t) >>> 1) % 5);
        tokens[i * 8 + t] = 1 + (other >= first ? other + 1 : other);
      }
      labels[i] = i % 2;
      if (labels[i] == 1) {
        tokens[i * 8 + 1 + Math.abs((int) (seed.bits(20L * i + 9) >>> 1) % 7)] = 1 + first;
      }
    }
    return new Dataset(Tensor.wrap(Shape.of(n, 8), tokens), Tensor.of(labels));
  }

  @Test
  void aTransformerFindsWhetherTheFirstTokenComesAgain() {
    Model model =
        Model.compile(
            Sequential.of(
                Embedding.of(7, 16, SEED),
                LearnedPositions.of(8, 16, SEED.fold(1)),
                TransformerEncoderBlock.of(16, 2, 32, 0, SEED.fold(2)).withNormFirst(),
                LayerNorm.of(16),
                (x, _) -> x.select(1, 0),
                Dense.of(16, 2, SEED.fold(3))),
            Loss.softmaxCrossEntropy(),
            Adam.of(0.005),
            Metric.accuracy());
    var history =
        model.fit(
            repeats(1024, SEED.fold(4)),
            FitOptions.epochs(20).batchSize(32).validation(repeats(128, SEED.fold(5))));
    assertThat(history.last().get("val_accuracy")).isGreaterThan(0.95);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
