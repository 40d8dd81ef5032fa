// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Input;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.Symbol;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Convolution;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.Masked;
import dev.adjoint.nn.layer.Maxout;
import dev.adjoint.nn.layer.PRelu;
import dev.adjoint.nn.layer.Pool;
import dev.adjoint.nn.layer.SeparableConv;
import dev.adjoint.nn.layer.TransposedConvolution;
import dev.adjoint.nn.layer.WeightNorm;
import dev.adjoint.nn.layer.attention.AdditiveAttention;
import dev.adjoint.nn.layer.attention.LearnedPositions;
import dev.adjoint.nn.layer.attention.MultiHeadAttention;
import dev.adjoint.nn.layer.attention.RotaryPositions;
import dev.adjoint.nn.layer.attention.TransformerDecoderBlock;
import dev.adjoint.nn.layer.attention.TransformerEncoderBlock;
import dev.adjoint.nn.layer.merge.Dot;
import dev.adjoint.nn.layer.merge.Merge;
import dev.adjoint.nn.layer.merge.Residual;
import dev.adjoint.nn.layer.recurrent.Bidirectional;
import dev.adjoint.nn.layer.recurrent.ConvLstm2d;
import dev.adjoint.nn.layer.recurrent.Gru;
import dev.adjoint.nn.layer.recurrent.Lstm;
import dev.adjoint.nn.layer.recurrent.RecurrentLayer;
import dev.adjoint.nn.layer.recurrent.SimpleRnn;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.WindowOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of layers by all of their parameters. */
class LayerGradientsTests {
  private static final Seed SEED = Seed.of(6);

  private static Expr data(int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = StrictMath.sin(3 + 2.3 * i);
    }
    return Expr.constant(Tensor.of(DType.F64, shape, values));
  }

  private static void check(String name, Layer layer, Expr x) {
    Expr y = layer.apply(x);
    GradCheck.of(y.mul(data(y.shape().dims().toArray())).sum(), layer.parameters().list())
        .named(name)
        .run()
        .orThrow();
  }

  static List<RecurrentLayer> recurrent() {
    return List.of(
        SimpleRnn.of(3, 2, Activation.tanh(), DType.F64, SEED),
        Lstm.of(3, 2, 1, DType.F64, SEED),
        Gru.of(3, 2, true, DType.F64, SEED),
        Gru.of(3, 2, false, DType.F64, SEED));
  }

  @ParameterizedTest
  @MethodSource("recurrent")
  void recurrentLayersHaveRightGradients(RecurrentLayer layer) {
    Expr x = data(2, 4, 3);
    Expr padded = Expr.concat(1, x, Expr.full(x.type().withShape(Shape.of(2, 2, 3)), 0));
    check("all outputs", layer, x);
    check("masked, backward", Masked.of(0, layer.backward()), padded);
    check("last output", layer.last(), x);
  }

  /** So long that the steps are a scan, most of them padding. */
  @ParameterizedTest
  @MethodSource("recurrent")
  void scannedRecurrentLayersHaveRightGradients(RecurrentLayer layer) {
    Expr x = data(1, 5, 3);
    Expr padding = Expr.full(x.type().withShape(Shape.of(1, 140, 3)), 0);
    check("scanned", Masked.of(0, layer), Expr.concat(1, x, padding));
  }

  @Test
  void composedRecurrentLayersHaveRightGradients() {
    check(
        "both directions",
        Bidirectional.of(recurrent().get(1), Lstm.of(3, 3, 1, DType.F64, SEED.fold(1))),
        data(2, 3, 3));
    check(
        "convolutional LSTM",
        ConvLstm2d.of(2, 2, 2, WindowOptions.over(2).stride(2), DType.F64, SEED),
        data(1, 3, 2, 4, 4));
  }

  static List<Layer> attentions() {
    MultiHeadAttention heads = MultiHeadAttention.of(4, 4, 2, 1, DType.F64, SEED);
    TransformerEncoderBlock block =
        TransformerEncoderBlock.of(4, 2, 3, 0, DType.F64, SEED).with(Activation.gelu());
    return List.of(
        AdditiveAttention.of(4, 4, 3, DType.F64, SEED),
        heads.withCausal().withRotary(RotaryPositions.of()),
        LearnedPositions.of(5, 4, DType.F64, SEED),
        block,
        block.withNormFirst());
  }

  @ParameterizedTest
  @MethodSource("attentions")
  void attentionHasRightGradients(Layer layer) {
    check("attention", layer, data(2, 3, 4));
    check("masked attention", Masked.of(0, layer), Expr.concat(1, data(2, 2, 4), nothing(2, 1, 4)));
  }

  @Test
  void aDecoderHasRightGradients() {
    TransformerDecoderBlock block =
        TransformerDecoderBlock.of(4, 3, 2, 3, 0, DType.F64, SEED).with(Activation.tanh());
    Expr y =
        block.apply(data(1, 3, 4), data(1, 2, 3), Optional.empty(), ForwardContext.inference());
    GradCheck.of(y.mul(data(1, 3, 4)).sum(), Parameters.of(block).list()).run().orThrow();
  }

  static List<Layer> filters() {
    Initializer weights = Initializer.glorotUniform();
    Convolution line = Convolution.of(2, 4, Shape.of(3), 2, weights, DType.F64, SEED);
    WindowOptions halving = WindowOptions.over(1).stride(2);
    return List.of(
        line.with(halving).withSame(),
        TransposedConvolution.of(2, 3, Shape.of(3), 1, weights, DType.F64, SEED)
            .with(halving.padding(1))
            .withMore(1),
        SeparableConv.of(2, 2, 3, Shape.of(3), DType.F64, SEED),
        WeightNorm.of(line),
        Sequential.of(line, Pool.mean(2), PRelu.of(4, DType.F64)),
        Sequential.of(new Flatten(), Maxout.of(12, 3, 2, DType.F64, SEED)));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filtersAndNeuronsHaveRightGradients(Layer layer) {
    check("filters", layer, data(2, 2, 6));
  }

  @Test
  void layersThatMergeHaveRightGradients() {
    Input a = Input.of(DType.F64, 3, 2);
    Input b = Input.of(DType.F64, 4, 2);
    Layer shared = Dense.of(2, 3, Initializer.glorotUniform(), DType.F64, SEED);
    Symbol left = a.then(shared);
    Symbol right = shared.apply(b);
    Symbol products = new Dot(2, 2, true).apply(left, right);
    Symbol rows =
        Merge.concat(
            1,
            Merge.multiply(left, left.then(Activation.tanh())),
            Merge.average(right, right.then(Activation.sigmoid())),
            Merge.maximum(right, Merge.subtract(right, right.then(Activation.silu()))));
    Functional network = Functional.of(List.of(a, b), List.of(products, rows));
    List<Expr> y = network.apply(List.of(data(2, 3, 2), data(2, 4, 2)));
    Expr loss = y.get(0).mul(data(2, 3, 4)).sum().add(y.get(1).mul(data(2, 11, 3)).sum());
    GradCheck.of(loss, network.parameters().list()).run().orThrow();
    check(
        "residual",
        Residual.of(shared).withShortcut(Maxout.of(2, 3, 2, DType.F64, SEED)),
        data(2, 2));
  }

  @Test
  void weightedLossesHaveRightGradients() {
    Dense dense = Dense.of(2, 3, Initializer.glorotUniform(), DType.F64, SEED);
    Expr weights = Expr.constant(Tensor.of(1.0, 0.0, 2.5));
    Expr counts = Expr.constant(Tensor.of(1.0, 1.0, 0.0));
    Expr labels = Expr.constant(Tensor.of(0, 2, 1));
    for (Loss loss :
        List.of(
            Loss.softmaxCrossEntropy(0.1), Loss.categoricalHinge(), Losses::softmaxCrossEntropy)) {
      Expr value = loss.rows(dense.apply(data(3, 2)), labels).mean(weights, counts);
      GradCheck.of(value, dense.parameters().list()).run().orThrow();
    }
  }

  private static Expr nothing(int... dims) {
    return Expr.full(TensorType.of(DType.F64, dims), 0);
  }
}
