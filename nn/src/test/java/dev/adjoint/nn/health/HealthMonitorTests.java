// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Input;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.Symbol;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.health.HealthFinding.Kind;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.merge.Merge;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults that are planted in networks, and what the monitor says of them. */
class HealthMonitorTests {
  private static final Dataset DATA =
      new Dataset(
          Initializer.normal(1).draw(TensorType.of(DType.F32, 32, 4), 1, 1, Seed.of(1)),
          Initializer.normal(1).draw(TensorType.of(DType.F32, 32, 1), 1, 1, Seed.of(2)));

  private static Sequential deep(int layers, Activation activation, double size) {
    List<Layer> all = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      all.add(
          Dense.of(
              4, i == layers - 1 ? 1 : 4, Initializer.normal(size), DType.F32, Seed.of(10 + i)));
      if (i < layers - 1) {
        all.add(activation);
      }
    }
    return Sequential.of(all.toArray(Layer[]::new));
  }

  private static HealthReport look(Layer network) {
    return HealthMonitor.of(network, Loss.meanSquaredError(), DATA).look();
  }

  private static HealthReport trained(Layer network, Optimizer optimizer, int epochs) {
    Loss loss = Loss.meanSquaredError();
    HealthMonitor health = HealthMonitor.of(network, loss, DATA.rows(0, 1, 2, 3, 4));
    Model.compile(network, loss, optimizer)
        .fit(DATA, FitOptions.epochs(epochs).batchSize(16).validation(DATA).listener(health));
    return health.report();
  }

  private static List<Kind> kinds(HealthReport report) {
    return report.findings().stream().map(HealthFinding::kind).toList();
  }

  @Test
  void aHealthyNetworkIsNotComplainedOf() {
    HealthReport report = look(deep(3, Activation.tanh(), 0.6));
    assertThat(report.findings()).isEmpty();
    assertThat(report.toString())
        .startsWith("health of a network, seen on 32 examples\nnothing is conspicuous\n");
  }

  @Test
  void gradientsThatVanishAreFound() {
    HealthReport report = look(deep(9, Activation.sigmoid(), 0.5));
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.VANISHING_GRADIENT);
          assertThat(finding.where()).isEqualTo("layers.0");
          assertThat(finding.what()).matches("the gradient is .*e-\\d+, that of the last layer .*");
          assertThat(finding.toString()).contains("try: use relu or gelu");
        });
    assertThat(kinds(look(deep(9, Activation.relu(), 0.7))))
        .doesNotContain(Kind.VANISHING_GRADIENT);
  }

  @Test
  void gradientsThatExplodeAreFound() {
    HealthReport report = look(deep(8, Activation.named("linear"), 5));
    assertThat(kinds(report)).containsExactly(Kind.EXPLODING_GRADIENT);
    assertThat(report.findings().getFirst().where()).isEqualTo("layers.0");
  }

  @Test
  void deadUnitsAreFound() {
    Sequential network = deep(2, Activation.relu(), 0.5);
    Dense first = (Dense) network.layers().getFirst();
    first.bias().set(Tensor.of(-100f, 0f, -100f, 0f));
    HealthReport report = look(network);
    assertThat(report.findings())
        .singleElement()
        .hasToString(
            "dead units at layers.1: 2 of 4 units have no slope for any example; try: "
                + Kind.DEAD_UNITS.advice());
    assertThat(report.snapshots().getFirst().layers().get(1).deadUnits()).isEqualTo(2);
  }

  @Test
  void saturatedUnitsAreFound() {
    HealthReport report = look(deep(2, Activation.tanh(), 50));
    assertThat(kinds(report)).contains(Kind.SATURATED_UNITS);
    assertThat(kinds(look(deep(2, Activation.sigmoid(), 50)))).contains(Kind.SATURATED_UNITS);
    assertThat(kinds(look(deep(2, Activation.tanh(), 0.5)))).isEmpty();
  }

  @Test
  void functionsThatAreNotElementwiseHaveNoFlatParts() {
    Activation softmax = new Activation("softmax", x -> x.softmax(-1));
    LayerHealth layer = look(deep(2, softmax, 0.5)).snapshots().getFirst().layers().get(1);
    assertThat(layer.flat()).isNaN();
    assertThat(layer.deadUnits()).isZero();
  }

  @Test
  void stepsThatAreTooSmallOrTooLargeAreFound() {
    assertThat(kinds(trained(deep(2, Activation.tanh(), 0.5), Sgd.of(1e-8), 1)))
        .containsOnly(Kind.SMALL_UPDATES);
    assertThat(kinds(trained(deep(2, Activation.tanh(), 0.5), Sgd.of(2), 1)))
        .contains(Kind.LARGE_UPDATES);
  }

  @Test
  void theChangeOfAParameterIsThatOfTheFirstStep() {
    Dense dense = Dense.of(4, 1, Seed.of(3));
    Tensor before = dense.weight().value();
    Dataset one = DATA.rows(0, 1);
    HealthMonitor health = HealthMonitor.of(dense, Loss.meanSquaredError(), one);
    Model.compile(dense, Loss.meanSquaredError(), Sgd.of(0.01))
        .fit(one, FitOptions.epochs(1).listener(health));
    double change = 0;
    double size = 0;
    for (int i = 0; i < 4; i++) {
      double old = before.buffer().getDouble(i);
      change += Math.pow(dense.weight().value().buffer().getDouble(i) - old, 2);
      size += old * old;
    }
    ParameterHealth weight = health.report().snapshots().getFirst().parameters().getFirst();
    assertThat(weight.path()).isEqualTo("weight");
    assertThat(weight.update()).isCloseTo(Math.sqrt(change / size), within(1e-9));
  }

  @Test
  void theGradientIsThatOfTheLoss() {
    Dense dense = Dense.of(4, 1, Seed.of(3));
    HealthReport report = look(dense);
    Tensor prediction = dense.apply(Expr.constant(DATA.features())).eval();
    double squares = 0;
    for (int i = 0; i < 32; i++) {
      double off = prediction.buffer().getDouble(i) - DATA.targets().buffer().getDouble(i);
      squares += 4 * off * off / 32;
    }
    assertThat(report.snapshots().getFirst().layers().getFirst().gradient())
        .isCloseTo(Math.sqrt(squares), within(1e-5));
  }

  @Test
  void numbersThatAreNotFiniteAreFound() {
    Sequential network = deep(2, Activation.tanh(), 0.5);
    ((Dense) network.layers().getFirst())
        .weight()
        .set(Tensor.full(DType.F32, Shape.of(4, 4), Float.NaN));
    HealthReport report = look(network);
    assertThat(report.findings().getFirst().kind()).isEqualTo(Kind.NOT_FINITE);
    assertThat(report.html()).contains("no number is finite");
  }

  @Test
  void aTrainingHasTheSameBitsWithAndWithoutAMonitor() {
    Layer watched =
        Sequential.of(Dense.of(4, 4, Seed.of(1)), new Dropout(0.3), Dense.of(4, 1, Seed.of(2)));
    Layer alone =
        Sequential.of(Dense.of(4, 4, Seed.of(1)), new Dropout(0.3), Dense.of(4, 1, Seed.of(2)));
    trained(watched, Sgd.of(0.1), 2);
    Model.compile(alone, Loss.meanSquaredError(), Sgd.of(0.1))
        .fit(DATA, FitOptions.epochs(2).batchSize(16));
    List<Tensor> first = values(watched);
    assertThat(values(alone)).isEqualTo(first);
  }

  private static List<Tensor> values(Layer layer) {
    return layer.parameters().list().stream().map(Parameter::value).toList();
  }

  @Test
  void everySoManyLossesAreKeptOfALongTraining() {
    Dense dense = Dense.of(4, 1, Seed.of(3));
    HealthMonitor health = HealthMonitor.of(dense, Loss.meanSquaredError(), DATA);
    for (int step = 1; step <= 9000; step++) {
      health.stepEnded(1, step, step);
    }
    health.epochEnded(new History.Epoch(1, ImmutableMap.of("loss", 1.0)));
    HealthReport report = health.report();
    assertThat(report.every()).isEqualTo(8);
    assertThat(report.losses().length()).isEqualTo(1125);
    for (int i = 0; i < report.losses().length(); i++) {
      assertThat(report.losses().get(i)).isEqualTo(1 + 8.0 * i);
    }
  }

  @Test
  void layersOfANetworkWithSeveralInputsAreWatched() {
    Input left = Input.of(4);
    Input right = Input.of(4);
    Symbol both =
        Merge.concat(
            1, left.then(Dense.of(4, 3, Seed.of(1))), right.then(Dense.of(4, 3, Seed.of(2))));
    Functional network =
        Functional.of(
            List.of(left, right),
            List.of(both.then(Activation.tanh()).then(Dense.of(6, 1, Seed.of(3)))));
    Dataset data = Dataset.of(List.of(DATA.features(), DATA.features()), List.of(DATA.targets()));
    HealthReport report = HealthMonitor.of(network, Loss.meanSquaredError(), data).look();
    assertThat(report.findings()).isEmpty();
    assertThat(report.snapshots().getFirst().layers())
        .hasSameSizeAs(network.layers())
        .allSatisfy(layer -> assertThat(layer.gradient()).isPositive());
    assertThat(report.snapshots().getFirst().layers().get(3).layer()).isEqualTo("tanh");
    Functional two =
        Functional.of(
            List.of(left),
            List.of(left.then(Dense.of(4, 1, Seed.of(1))), left.then(Dense.of(4, 1, Seed.of(2)))));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> HealthMonitor.of(two, Loss.meanSquaredError(), DATA))
        .withMessage(
            "health: the network has 2 outputs, got 1 losses and 1 targets; give one for each");
  }

  /** The gradient is that of the sum that the model minimises. */
  @Test
  void severalOutputsAreWatchedByTheSumOfTheirLosses() {
    Dense trunk = Dense.of(4, 3, Seed.of(1));
    Dense first = Dense.of(3, 1, Seed.of(2));
    Dense second = Dense.of(3, 1, Seed.of(3));
    Input x = Input.of(4);
    Symbol shared = x.then(trunk, Activation.tanh());
    Functional network =
        Functional.of(List.of(x), List.of(shared.then(first), shared.then(second)));
    List<Loss> losses = List.of(Loss.meanSquaredError(), Loss.meanAbsoluteError().weighted(0.3));
    Dataset data = Dataset.of(List.of(DATA.features()), List.of(DATA.targets(), DATA.targets()));
    HealthMonitor health = HealthMonitor.of(network, losses, data);
    Expr hidden = trunk.apply(Expr.constant(DATA.features())).tanh();
    Expr target = Expr.constant(DATA.targets());
    Expr loss =
        losses
            .get(0)
            .apply(first.apply(hidden), target)
            .add(losses.get(1).apply(second.apply(hidden), target));
    double[] gradient =
        Autodiff.grad(loss, trunk.weight()).getFirst().cast(DType.F64).eval().toDoubleArray();
    double square = 0;
    for (double g : gradient) {
      square += g * g / gradient.length;
    }
    assertThat(health.look().snapshots().getFirst().parameters().getFirst().gradient())
        .isCloseTo(Math.sqrt(square), within(1e-6));
    Model.compile(network, losses, Sgd.of(0.1)).fit(data, FitOptions.epochs(2).listener(health));
    assertThat(health.report().snapshots()).hasSize(2);
  }

  @Test
  void whatCannotBeWatchedIsRefused() {
    Dense dense = Dense.of(4, 1, Seed.of(3));
    assertThatIllegalStateException()
        .isThrownBy(() -> HealthMonitor.of(dense, Loss.meanSquaredError(), DATA).report())
        .withMessage(
            "health: no epoch has ended; give the monitor to FitOptions.listener, or use look()");
    Dataset none =
        new Dataset(
            Tensor.zeros(DType.F32, Shape.of(0, 4)), Tensor.zeros(DType.F32, Shape.of(0, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HealthMonitor.of(dense, Loss.meanSquaredError(), none))
        .withMessageStartingWith("health: there are no examples: ");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () -> HealthMonitor.of(Dense.of(5, 1, Seed.of(1)), Loss.meanSquaredError(), DATA));
  }
}
