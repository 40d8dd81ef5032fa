// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import static dev.adjoint.nn.TorchFigures.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.AvgPool2d;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.Masked;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers: shapes, first values, state, order of the steps, refusals, and learning. */
class RecurrentLayerTests {
  private static final Seed SEED = Seed.of(5);

  static List<RecurrentLayer> layers() {
    return List.of(
        SimpleRnn.of(3, 2, Activation.tanh(), DType.F64, SEED),
        Lstm.of(3, 2, 1, DType.F64, SEED),
        Gru.of(3, 2, true, DType.F64, SEED),
        Gru.of(3, 2, false, DType.F64, SEED));
  }

  private static Tensor sequences(int batch, int length) {
    double[] values = new double[batch * length * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = StrictMath.sin(1 + 2.3 * i);
    }
    return Tensor.of(DType.F64, Shape.of(batch, length, 3), values);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void outputsAreThoseOfEveryStepOrOfTheLast(RecurrentLayer layer) {
    Expr x = Expr.constant(sequences(4, 6));
    Expr all = layer.apply(x);
    assertThat(all.shape()).isEqualTo(Shape.of(4, 6, 2));
    assertThat(layer.last().apply(x).eval()).isEqualTo(all.select(1, 5).eval());
    Expr backward = layer.backward().apply(x);
    assertThat(layer.backward().last().apply(x).eval()).isEqualTo(backward.select(1, 0).eval());
    assertThat(backward.flip(1).eval()).isEqualTo(layer.apply(x.flip(1)).eval());
    assertThat(layer.apply(x.slice(1, 0, 0)).shape()).isEqualTo(Shape.of(4, 0, 2));
    assertThat(layer.apply(x.slice(0, 0, 0)).shape()).isEqualTo(Shape.of(0, 6, 2));
  }

  /** The same weights over a sequence just too long, and over its two parts. */
  @ParameterizedTest
  @MethodSource("layers")
  void scannedAndWrittenOutStepsAgreeInValueAndGradient(RecurrentLayer layer) {
    int length = Recurrence.UNROLLED + 1;
    Expr x = Expr.constant(sequences(2, length));
    ImmutableList<Expr> zeros =
        layer.stateTypes(layer.project(x.select(1, 0)).type()).stream()
            .map(type -> Expr.full(type, 0))
            .collect(ImmutableList.toImmutableList());
    RecurrentLayer.Steps scanned = layer.run(x, zeros, Optional.empty());
    RecurrentLayer.Steps first = layer.run(x.slice(1, 0, 60), zeros, Optional.empty());
    RecurrentLayer.Steps rest = layer.run(x.slice(1, 60, length), first.states(), Optional.empty());
    Expr parts = Expr.concat(1, first.outputs(), rest.outputs());
    assertClose(parts.eval(), scanned.outputs().eval(), 1e-14);
    List<Parameter> parameters = layer.parameters().list();
    List<Expr> expected = Autodiff.grad(scanned.outputs().square().sum(), parameters);
    List<Expr> actual = Autodiff.grad(parts.square().sum(), parameters);
    for (int i = 0; i < parameters.size(); i++) {
      assertClose(actual.get(i).eval(), expected.get(i).eval(), 1e-12);
    }
    assertClose(rest.states().getLast().eval(), scanned.states().getLast().eval(), 1e-14);
  }

  @Test
  void firstWeightsOfTheStateAreOrthogonalAndTheCellRemembers() {
    Lstm lstm = Lstm.of(3, 4, SEED);
    assertThat(lstm.parameters().toString())
        .isEqualTo("inputWeight  f32[3, 16]\nstateWeight  f32[4, 16]\nbias         f32[16]");
    Expr u = lstm.stateWeight();
    assertClose(u.matmul(u.t()).eval(), Tensor.eye(DType.F32, 4), 1e-6);
    float[] bias = lstm.bias().value().toFloatArray();
    for (int i = 0; i < 16; i++) {
      assertThat(bias[i]).isEqualTo(i / 4 == 1 ? 1 : 0);
    }
    assertThat(Lstm.of(3, 4, 0, DType.F32, SEED).bias().value())
        .isEqualTo(Tensor.zeros(DType.F32, Shape.of(16)));
    assertThat(Gru.of(3, 4, SEED).parameters().trained().keySet())
        .containsExactly("inputWeight", "stateWeight", "bias", "stateBias");
    assertThat(Gru.of(3, 4, false, DType.F32, SEED).parameters().trained().keySet())
        .containsExactly("inputWeight", "stateWeight", "bias");
    assertThat(
            Bidirectional.of(Lstm.of(3, 4, SEED), Lstm.of(3, 4, SEED.fold(1)))
                .parameters()
                .trained()
                .keySet())
        .contains("forward.inputWeight", "backward.bias");
  }

  @Test
  void convolutionalLstmKeepsTheSizeOfImages() {
    ConvLstm2d layer = ConvLstm2d.of(2, 3, 4, SEED);
    Expr x = Expr.input("x", 5, 6, 2, 9, 7);
    assertThat(layer.apply(x).shape()).isEqualTo(Shape.of(5, 6, 3, 9, 7));
    assertThat(layer.last().apply(x).shape()).isEqualTo(Shape.of(5, 3, 9, 7));
    Expr u = layer.stateFilter().reshape(12, 48);
    assertClose(u.matmul(u.t()).eval(), Tensor.eye(DType.F32, 12), 1e-6);
  }

  @Test
  void aStatefulLayerGoesOnWhereTheBatchBeforeEnded() {
    Lstm whole = Lstm.of(3, 2, 1, DType.F64, SEED);
    Expr x = Expr.constant(sequences(2, 8));
    Tensor expected = whole.apply(x).eval();
    RecurrentLayer layer = whole.stateful(TensorType.of(DType.F64, 2, 4, 3));
    assertThat(layer.parameters().states().keySet())
        .containsExactly("options.carried.0", "options.carried.1");
    for (int round = 0; round < 2; round++) {
      List<Tensor> parts = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        ForwardContext context = ForwardContext.training(RandomKey.of(1));
        Expr y = layer.apply(x.slice(1, 4 * i, 4 * i + 4), context);
        parts.add(
            Program.compile(ImmutableList.of(), ImmutableList.of(y), context.updates())
                .run()
                .getFirst());
      }
      Expr both = Expr.concat(1, Expr.constant(parts.get(0)), Expr.constant(parts.get(1)));
      assertClose(both.eval(), expected, 1e-15);
      State hidden = layer.options().carried().getFirst();
      assertClose(hidden.value(), Expr.constant(expected).select(1, 7).eval(), 1e-15);
      // Inference begins there too, and leaves it as it is.
      layer.apply(x.slice(1, 0, 4)).eval();
      assertClose(hidden.value(), Expr.constant(expected).select(1, 7).eval(), 1e-15);
      layer.reset();
      assertThat(hidden.value()).isEqualTo(Tensor.zeros(DType.F64, Shape.of(2, 2)));
    }
    assertRefused(
        () -> layer.apply(Expr.constant(sequences(3, 4))),
        "lstm: the state before the first step must be [f64[3, 2], f64[3, 2]], got [f64[2, 2],"
            + " f64[2, 2]]; give batches of one size, or another state");
  }

  @Test
  void aTrainingHandsTheStateFromBatchToBatch() {
    RecurrentLayer layer =
        Lstm.of(3, 2, 1, DType.F64, SEED).stateful(TensorType.of(DType.F64, 2, 4, 3)).last();
    Tensor x = sequences(4, 4);
    Dataset data = new Dataset(x, Tensor.zeros(DType.F64, Shape.of(4, 2)));
    // Steps too small to move a weight, so that the state can be followed.
    Model model = Model.compile(layer, Loss.meanSquaredError(), Sgd.of(1e-300));
    model.fit(data, FitOptions.epochs(1).batchSize(2).inOrder());
    Lstm plain = (Lstm) layer.with(RecurrenceOptions.DEFAULT);
    Expr all = Expr.constant(x);
    Expr joined = Expr.concat(1, all.slice(0, 0, 2), all.slice(0, 2, 4));
    assertClose(
        layer.options().carried().getFirst().value(), plain.last().apply(joined).eval(), 1e-15);
  }

  @Test
  void timeDistributedGivesEveryStepToTheLayerByItself() {
    Expr images = Expr.constant(Tensor.arange(DType.F32, 96).reshape(2, 3, 1, 4, 4));
    Expr pooled = new TimeDistributed(AvgPool2d.of(4)).apply(images);
    assertThat(pooled.shape()).isEqualTo(Shape.of(2, 3, 1, 1, 1));
    assertThat(pooled.flatten().eval())
        .isEqualTo(Tensor.of(7.5f, 23.5f, 39.5f, 55.5f, 71.5f, 87.5f));
    assertRefused(
        () -> new TimeDistributed(new Flatten()).apply(Expr.input("x", 3)),
        "timeDistributed: takes [batch, length, …], got [3]");
    assertRefused(
        () -> new TimeDistributed((x, _) -> x.sum(0)).apply(Expr.input("x", 2, 3, 4)),
        "timeDistributed: the layer must give a row for each of 6 steps, got [4]");
  }

  @Test
  void inputsAndWeightsThatDoNotFitAreNamed() {
    assertRefused(
        () -> Lstm.of(3, 2, SEED).apply(Expr.input("x", 4, 6, 5)),
        "lstm: takes [batch, length, 3], got [4, 6, 5]");
    assertRefused(
        () -> Gru.of(3, 2, SEED).apply(Expr.input("x", 3)),
        "gru: takes [batch, length, …], got [3]");
    assertRefused(
        () -> ConvLstm2d.of(3, 2, 3, SEED).apply(Expr.input("x", 4, 6, 3, 5)),
        "convLstm2d: takes [batch, length, 3, height, width], got [4, 6, 3, 5]");
    Parameter w = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(3, 6)));
    Parameter u = Parameter.of("u", Tensor.zeros(DType.F32, Shape.of(2, 8)));
    Parameter b = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(8)));
    assertRefused(
        () -> new Lstm(w, u, b, RecurrenceOptions.DEFAULT),
        "lstm: needs an input weight [in, 4·units], a state weight [units, 4·units] and a bias"
            + " [4·units]: [3, 6], [2, 8], [8]");
    assertRefused(
        () -> new SimpleRnn(w, u, b, Activation.tanh(), RecurrenceOptions.DEFAULT),
        "simpleRnn: needs an input weight [in, units], a state weight [units, units] and a bias"
            + " [units]: [3, 6], [2, 8], [8]");
    Gru gru = Gru.of(3, 2, SEED);
    assertRefused(
        () ->
            new Gru(
                gru.inputWeight(), gru.stateWeight(), gru.bias(), Optional.of(b), gru.options()),
        "gru: needs a bias of the state of the type of that of the input: f32[6], f32[8]");
    assertRefused(
        () ->
            new ConvLstm2d(
                w, u, b, ConvLstm2d.of(3, 2, 3, SEED).windowOptions(), RecurrenceOptions.DEFAULT),
        "convLstm2d: needs filters [4·units, channels, height, width] and [4·units, units, height,"
            + " width] and a bias [4·units]: [3, 6], [2, 8], [8]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lstm.of(0, 2, SEED))
        .withMessage("lstm: numbers of features and units must be positive: 0, 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConvLstm2d.of(3, 0, 1, SEED))
        .withMessage(
            "convLstm2d: numbers of channels and units and the size must be positive: 3, 0, 1");
  }

  @Test
  void directionsThatDoNotFitAreNamed() {
    Lstm lstm = Lstm.of(3, 2, SEED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bidirectional(lstm, lstm))
        .withMessage(
            "bidirectional: needs a forward and a backward layer; use Bidirectional.of, or"
                + " backward()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bidirectional.of(lstm.last(), lstm))
        .withMessage(
            "bidirectional: only one of both layers gives its last output alone; use last() on both"
                + " or none");
    ConvLstm2d images = ConvLstm2d.of(3, 2, 3, SEED);
    ConvLstm2d smaller =
        ConvLstm2d.of(3, 2, 3, images.windowOptions().padding(0), DType.F32, SEED.fold(1));
    assertRefused(
        () -> Bidirectional.of(images, smaller).apply(Expr.input("x", 2, 3, 3, 6, 6)),
        "bidirectional: the outputs of both layers do not fit beside each other: [2, 3, 2, 6, 6],"
            + " [2, 3, 2, 4, 4]");
    Expr x = Expr.input("x", 4, 6, 3);
    Lstm other = Lstm.of(3, 5, SEED.fold(1));
    assertThat(Bidirectional.of(lstm, other).apply(x).shape()).isEqualTo(Shape.of(4, 6, 7));
    assertThat(Bidirectional.of(lstm.last(), other.last()).apply(x).shape())
        .isEqualTo(Shape.of(4, 7));
  }

  /** A leaky sum, {@code h ← h/2 + x·w}: what a layer of a user's own has to say. */
  private record Leaky(Parameter weight, RecurrenceOptions options) implements RecurrentLayer {
    @Override
    public Leaky with(RecurrenceOptions other) {
      return new Leaky(weight, other);
    }

    @Override
    public Expr project(Expr x) {
      return x.matmul(weight);
    }

    @Override
    public ImmutableList<TensorType> stateTypes(TensorType projected) {
      return ImmutableList.of(projected);
    }

    @Override
    public ImmutableList<Expr> step(Expr projected, List<Expr> states) {
      return ImmutableList.of(states.getFirst().mul(0.5).add(projected));
    }
  }

  @Test
  void aLayerOfAUsersOwnSaysWhatAStepIsAndHasTheRest() {
    Parameter weight = Parameter.of("w", Tensor.of(1.0, 2, 0).reshape(3, 1));
    RecurrentLayer leaky = new Leaky(weight, RecurrenceOptions.DEFAULT);
    Expr x = Expr.constant(Tensor.of(1.0, 0, 0, 0, 1, 0, 0, 0, 0, 4, 0, 0).reshape(1, 4, 3));
    assertThat(leaky.apply(x).eval()).isEqualTo(Tensor.of(1, 2.5, 1.25, 4.625).reshape(1, 4, 1));
    assertThat(leaky.backward().last().apply(x).eval()).isEqualTo(Tensor.of(2.5).reshape(1, 1));
    assertThat(Masked.of(0, leaky).apply(x).eval())
        .isEqualTo(Tensor.of(1, 2.5, 2.5, 5.25).reshape(1, 4, 1));
    assertRefused(
        () -> leaky.apply(Expr.input("x", 3)), "leaky: takes [batch, length, …], got [3]");
  }

  @Test
  void aMaskMustHaveTheStepsOfTheInput() {
    Layer shortening = (x, _) -> x.slice(1, 0, 5);
    assertRefused(
        () -> Masked.of(0, shortening, Lstm.of(3, 2, SEED)).apply(Expr.input("x", 4, 6, 3)),
        "layers.1: lstm: the mask must be [4, 5], as the input has these steps, got [4, 6]; mask"
            + " what has its length");
    assertRefused(
        () -> Masked.of(0, new Flatten()).apply(Expr.input("x", 3)),
        "masked: takes [batch, length, …], got [3]");
    assertRefused(
        () -> ForwardContext.inference().masked(Expr.input("x", 3, 4)),
        "context: needs a mask bool[batch, length], got f32[3, 4]");
  }

  /** Which of two tokens came first: only a state can tell. The ends are padded with zeros. */
  private static Dataset firstTokens(int n, Seed seed) {
    float[] tokens = new float[n * 9];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = (int) (seed.bits(3L * i) & 1);
      int length = 4 + (int) (seed.bits(3L * i + 1) & 3);
      tokens[i * 9] = 1 + labels[i];
      for (int t = 1; t < length; t++) {
        tokens[i * 9 + t] = 1 + (seed.bits(3L * i + 2) >>> t & 1);
      }
    }
    return new Dataset(Tensor.wrap(Shape.of(n, 9), tokens), Tensor.of(labels));
  }

  @ParameterizedTest
  @MethodSource("learners")
  void aRecurrentNetworkRemembersTheFirstOfPaddedSequences(Layer recurrent) {
    Model model =
        Model.compile(
            Sequential.of(
                Masked.of(0, Embedding.of(3, 4, SEED), recurrent), Dense.of(8, 2, SEED.fold(2))),
            Loss.softmaxCrossEntropy(),
            Adam.of(0.02),
            Metric.accuracy());
    History history =
        model.fit(
            firstTokens(256, SEED.fold(3)),
            FitOptions.epochs(15).batchSize(32).validation(firstTokens(64, SEED.fold(4))));
    assertThat(history.last().get("val_accuracy")).isGreaterThan(0.95);
  }

  static List<Layer> learners() {
    return List.of(
        Lstm.of(4, 8, SEED.fold(1)).last(),
        Sequential.of(Gru.of(4, 8, SEED.fold(1)), Gru.of(8, 8, SEED.fold(5)).last()),
        Bidirectional.of(
            SimpleRnn.of(4, 4, SEED.fold(1)).last(), SimpleRnn.of(4, 4, SEED.fold(5)).last()));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
