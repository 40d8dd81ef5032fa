// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Parameters and states that a model uses without listing them, or lists without using them. */
class VariableCheckTests {
  private static final Seed SEED = Seed.of(1);
  private static final Dataset DATA =
      new Dataset(
          Initializer.uniform(1).draw(TensorType.of(DType.F32, 6, 2), 1, 1, SEED),
          Initializer.uniform(1).draw(TensorType.of(DType.F32, 6, 2), 1, 1, SEED.fold(1)));

  private final Parameter scale = Parameter.of("scale", Tensor.of(2f, 3f));
  private final State shift = State.of("shift", Tensor.of(0.5f, 0.25f));

  /** A layer of a user's own. */
  private record Custom(ImmutableList<Parameter> listed, ImmutableList<State> kept, LayerBody body)
      implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return body.apply(x, context);
    }
  }

  private interface LayerBody {
    Expr apply(Expr x, ForwardContext context);
  }

  private static Layer layer(LayerBody body, Parameter... listed) {
    return new Custom(ImmutableList.copyOf(listed), ImmutableList.of(), body);
  }

  private static Layer keeping(LayerBody body, State... listed) {
    return new Custom(ImmutableList.of(), ImmutableList.copyOf(listed), body);
  }

  private static Dense dense(long purpose) {
    return Dense.of(2, 2, SEED.fold(purpose));
  }

  private static void fit(Layer network, Loss loss) {
    Model.compile(network, loss, Sgd.of(0.1)).fit(DATA, FitOptions.epochs(1));
  }

  private static void assertRefused(Layer network, Loss loss, String message) {
    List<Tensor> before = network.parameters().list().stream().map(Parameter::value).toList();
    assertThatIllegalArgumentException().isThrownBy(() -> fit(network, loss)).withMessage(message);
    assertThat(network.parameters().list().stream().map(Parameter::value).toList())
        .isEqualTo(before);
  }

  @Test
  void aParameterThatStandsInNoRecordIsNamed() {
    String message =
        "network: parameter 'scale' f32[2] is used but stands in no layer, so it would not be"
            + " trained; make it a component of its layer, or use that as layer.frozen()";
    Layer forgetful = layer((x, _) -> x.mul(scale));
    assertRefused(Sequential.of(dense(0), forgetful), Loss.meanSquaredError(), message);
    assertRefused(
        Sequential.of(dense(0), Sequential.of(Activation.tanh(), forgetful)),
        Loss.meanSquaredError(),
        message);
    assertRefused(
        Sequential.of(dense(0), forgetful.frozen(), forgetful), Loss.meanSquaredError(), message);
  }

  @Test
  void soIsOneThatOnlyALoopUses() {
    Layer loop =
        layer((x, _) ->
            ControlFlow.scan(
                    List.of(x),
                    List.of(),
                    3,
                    (carry, _) -> Scanned.carrying(carry.getFirst().mul(scale)))
                .carry()
                .getFirst());
    assertRefused(
        Sequential.of(dense(0), loop),
        Loss.meanSquaredError(),
        "network: parameter 'scale' f32[2] is used but stands in no layer, so it would not be"
            + " trained; make it a component of its layer, or use that as layer.frozen()");
  }

  @Test
  void statesAreListedToo() {
    assertRefused(
        Sequential.of(dense(0), keeping((x, _) -> x.add(shift))),
        Loss.meanSquaredError(),
        "network: state 'shift' f32[2] is read but stands in no layer; make it a component of its"
            + " layer");
    LayerBody updates =
        (x, context) -> {
          if (context.isTraining()) {
            context.update(shift, x.mean(0));
          }
          return x;
        };
    assertRefused(
        Sequential.of(dense(0), keeping(updates)),
        Loss.meanSquaredError(),
        "network: state 'shift' f32[2] is updated but stands in no layer; make it a component of"
            + " its layer");
    State other = State.of("other", Tensor.of(1f, 1f));
    assertRefused(
        Sequential.of(
            dense(0),
            keeping(
                (x, context) -> {
                  if (context.isTraining()) {
                    context.update(shift, shift.add(other));
                  }
                  return x;
                },
                shift)),
        Loss.meanSquaredError(),
        "network: state 'other' f32[2] is read but stands in no layer; make it a component of its"
            + " layer");
    fit(Sequential.of(dense(0), keeping(updates, shift)), Loss.meanSquaredError());
  }

  /** A loss with a parameter of its own. */
  private record Widened(Parameter width, BinaryOperator<Expr> formula) implements Loss {
    @Override
    public Expr apply(Expr prediction, Expr target) {
      return formula.apply(prediction, target);
    }
  }

  @Test
  void theParametersOfALossStandInItsRecordOrAreNamed() {
    Parameter width = Parameter.of("width", Tensor.scalar(2f));
    BinaryOperator<Expr> formula =
        (y, t) -> y.sub(t).div(width).square().mean().add(width.square());
    assertRefused(
        dense(0),
        formula::apply,
        "loss: parameter 'width' f32[] is used but stands in no record, so it would not be trained;"
            + " make the loss a record that holds it, or make it a State");
    Model model = Model.compile(dense(0), new Widened(width, formula), Sgd.of(0.1));
    assertThat(model.parameters().trained()).containsEntry("loss.width", width).hasSize(3);
    model.fit(DATA, FitOptions.epochs(1));
    assertThat(width.value()).isNotEqualTo(Tensor.scalar(2f));
    State weight = State.of("weight", Tensor.scalar(2f));
    fit(dense(0), (y, t) -> y.sub(t).square().mean().mul(weight));
  }

  @Test
  void aMetricMayReadAnything() {
    Metric size = Metric.mean("size", (_, _) -> scale.square().sum());
    Model model = Model.compile(dense(0), Loss.meanSquaredError(), Sgd.of(0.1), size);
    assertThat(model.fit(DATA, FitOptions.epochs(1)).last().get("size")).isEqualTo(13);
    assertThat(scale.value()).isEqualTo(Tensor.of(2f, 3f));
  }

  @Test
  void aParameterThatNoGradientReachesIsNamed() {
    String message =
        "network: no gradient of the loss reaches parameter 'layers.1.listed.0' f32[2]; use it,"
            + " leave it out, or use its layer as layer.frozen()";
    assertRefused(
        Sequential.of(dense(0), layer((x, _) -> x, scale)), Loss.meanSquaredError(), message);
    assertRefused(
        Sequential.of(dense(0), layer((x, _) -> x.add(scale.stopGradient()), scale)),
        Loss.meanSquaredError(),
        message);
    assertRefused(
        Sequential.of(dense(0), layer((x, _) -> Expr.where(scale.greater(0), x, 0), scale)),
        Loss.meanSquaredError(),
        message);
  }

  @Test
  void aLossThatDependsOnNoParameterIsRefused() {
    String end = "; compute it from the prediction, by operations that have a derivative";
    assertRefused(
        dense(0),
        (_, target) -> target.square().mean(),
        "loss: depends on no parameter of the network, so there is nothing to train: mean: f32[]"
            + end);
    assertRefused(
        dense(0),
        (_, _) -> Expr.constant(DType.F32, 1),
        "loss: depends on no parameter of the network, so there is nothing to train: constant:"
            + " f32[]"
            + end);
    assertRefused(
        dense(0),
        (prediction, target) -> prediction.stopGradient().sub(target).square().mean(),
        "loss: depends on no parameter of the network, so there is nothing to train: mean: f32[]"
            + end);
    assertRefused(
        dense(0),
        (prediction, target) -> prediction.greater(target).cast(DType.F32).mean(),
        "loss: depends on no parameter of the network, so there is nothing to train: mean: f32[]"
            + end);
  }

  @Test
  void aFrozenLayerIsUsedAndStaysAsItIs() {
    Dense first = dense(0);
    Dense second = dense(1);
    Tensor before = first.weight().value();
    Layer network = Sequential.of(first.frozen(), second);
    assertThat(network.parameters().trained())
        .containsExactly(
            Map.entry("layers.1.weight", second.weight()),
            Map.entry("layers.1.bias", second.bias()));
    // Trained by hand on what the first layer makes of the features.
    Dense twin = dense(1);
    Tensor through =
        Model.compile(first, Loss.meanSquaredError(), Sgd.of(1)).predict(DATA.features());
    Model.compile(twin, Loss.meanSquaredError(), Sgd.of(0.1))
        .fit(new Dataset(through, DATA.targets()), FitOptions.epochs(1));
    fit(network, Loss.meanSquaredError());
    assertThat(first.weight().value()).isEqualTo(before);
    assertThat(second.weight().value()).isEqualTo(twin.weight().value());
  }

  @Test
  void gradientsPassThroughAFrozenLayer() {
    Dense first = dense(0);
    Dense second = dense(1);
    Tensor before = first.weight().value();
    fit(
        Sequential.of(first, Sequential.of(second, Activation.tanh()).frozen()),
        Loss.meanSquaredError());
    assertThat(first.weight().value()).isNotEqualTo(before);
  }

  /** As batch normalisation that is not trainable, in Keras 3. */
  @Test
  void aFrozenLayerBehavesAsInInference() {
    LayerBody body =
        (x, context) -> {
          if (context.isTraining()) {
            context.update(shift, x.mean(0));
            return x.sub(x.mean(0));
          }
          return x.sub(shift);
        };
    Layer frozen = Sequential.of(keeping(body, shift), new Dropout(0.5)).frozen();
    Dense dense = dense(0);
    Layer network = Sequential.of(dense, frozen);
    assertThat(network.parameters().states()).containsEntry("layers.1.layers.0.kept.0", shift);
    Expr x = Expr.constant(DATA.features());
    double expected =
        Losses.meanSquaredError(network.apply(x), Expr.constant(DATA.targets())).eval().item();
    Model model = Model.compile(network, Loss.meanSquaredError(), Sgd.of(0.1));
    assertThat(model.fit(DATA, FitOptions.epochs(1)).last().get("loss")).isEqualTo(expected);
    assertThat(shift.value()).isEqualTo(Tensor.of(0.5f, 0.25f));
  }

  /** Freezes its inner layer only when it is applied. */
  private record LateFrozen(Dense inner) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return inner.frozen().apply(x, context);
    }
  }

  @Test
  void aParameterIsFrozenEverywhereOrNowhere() {
    assertRefused(
        Sequential.of(dense(1), new LateFrozen(dense(0))),
        Loss.meanSquaredError(),
        "network: parameter 'layers.1.inner.weight' f32[2, 2] is frozen in one layer and trained in"
            + " another; freeze both or none");
  }

  @Test
  void tiedParametersAreTrainedOnceByTheSumOfTheirGradients() {
    Parameter weight = Parameter.of("weight", Tensor.of(0.5f));
    LayerBody times = (x, _) -> x.mul(weight);
    Layer tied = Sequential.of(layer(times, weight, weight), layer(times, weight));
    Dataset data = new Dataset(Tensor.of(3f).reshape(1, 1), Tensor.of(1f).reshape(1, 1));
    Model.compile(tied, Loss.meanSquaredError(), Sgd.of(0.01)).fit(data, FitOptions.epochs(1));
    // (3w² − 1)² has the derivative 2·(3w² − 1)·6w = −1.5 at ½.
    assertThat(weight.value().getDouble(0)).isEqualTo(0.5f + 0.015f);
    Model twice =
        Model.compile(layer(times, weight, weight), Loss.meanSquaredError(), Adam.of(0.01));
    twice.fit(data, FitOptions.epochs(1));
  }

  @Test
  void onlyFloatingParametersAreTrained() {
    Parameter count = Parameter.of("count", Tensor.of(1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Model.compile(
                layer((x, _) -> x.mul(count.cast(DType.F32)), count),
                Loss.meanSquaredError(),
                Sgd.of(1)))
        .withMessage(
            "model: parameter 'listed.0' is i32[2]; only f32 and f64 can be trained, make it a"
                + " State");
  }

  @Test
  void aNetworkOfFrozenLayersAloneHasNothingToTrain() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(dense(0).frozen(), Loss.meanSquaredError()))
        .withMessage(
            "model: Frozen(Dense(weight=f32[2, 2], bias=f32[2])) has no parameters to train");
  }
}
