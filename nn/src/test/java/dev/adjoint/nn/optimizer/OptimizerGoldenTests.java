// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import com.google.common.primitives.Doubles;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.AverageWeights;
import dev.adjoint.nn.optimizer.transform.ClipByNorm;
import dev.adjoint.nn.optimizer.transform.Momentum;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.nn.optimizer.transform.Orthogonalize;
import dev.adjoint.nn.optimizer.transform.ScaleByAdadelta;
import dev.adjoint.nn.optimizer.transform.ScaleByAdafactor;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByAmsGrad;
import dev.adjoint.nn.optimizer.transform.ScaleByNadam;
import dev.adjoint.nn.optimizer.transform.ScaleByRms;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways of parameters beside PyTorch, optax and Keras; {@code optimizer_golden.py} has them. */
class OptimizerGoldenTests {
  private static final RateSchedule RATE = RateSchedule.constant(0.1);
  private static final int STEPS = 6;

  private static Tensor golden(String name) throws IOException {
    try (InputStream in =
        OptimizerGoldenTests.class.getResourceAsStream("/golden/optimizers.txt")) {
      String line =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(candidate -> candidate.startsWith(name + " "))
              .findFirst()
              .orElseThrow();
      List<String> words = Splitter.on(' ').splitToList(line);
      String extents = words.get(2).substring(1, words.get(2).length() - 1);
      int[] dims = Splitter.on(',').splitToStream(extents).mapToInt(Integer::parseInt).toArray();
      double[] values =
          words.subList(3, words.size()).stream().mapToDouble(Double::parseDouble).toArray();
      return Tensor.wrap(Shape.of(dims), values);
    }
  }

  private static Tensor start(DType dtype, Shape shape) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = StrictMath.cos(i);
    }
    return Tensor.of(dtype, shape, values);
  }

  private static Tensor gradient(DType dtype, Shape shape, int t) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = StrictMath.sin(3.0 * t + (double) i * i) + 0.2 * (i % 2);
    }
    return Tensor.of(dtype, shape, values);
  }

  /** Returns the values of a parameter after each step, or of its average. */
  private static double[] trace(Optimizer optimizer, DType dtype, Shape shape, boolean average) {
    return trace(optimizer, dtype, shape, average, t -> gradient(dtype, shape, t));
  }

  private static double[] trace(
      Optimizer optimizer,
      DType dtype,
      Shape shape,
      boolean average,
      IntFunction<Tensor> gradients) {
    Parameter p = Parameter.of("p", start(dtype, shape));
    Parameters parameters = Parameters.of(List.of(p));
    OptimizerState state = optimizer.init(parameters);
    Expr g = Expr.input("g", new TensorType(dtype, shape));
    Program step =
        Program.compile(List.of(g), List.of(), optimizer.update(List.of(g), state, parameters));
    double[][] values = new double[STEPS][];
    for (int t = 0; t < STEPS; t++) {
      step.run(gradients.apply(t));
      State averages = (State) state.byPath().get("1.average.p");
      values[t] =
          (average ? Objects.requireNonNull(averages).value() : p.value())
              .cast(DType.F64)
              .toDoubleArray();
    }
    return Doubles.concat(values);
  }

  private static Optimizer named(String name) {
    ScaleByAdafactor adafactor = Adafactor.of(0.3).scaling();
    return switch (name) {
      case "dampening" -> Sgd.of(0.1).withMomentum(0.9).withDampening(0.5);
      case "average" -> Sgd.of(0.1).withAverage(0.9);
      case "adamKeras" ->
          new Adam(RATE, new ScaleByAdam(0.9, 0.999, 0.3).withEpsilonBeforeCorrection());
      case "nadamKeras" -> new Nadam(RATE, new ScaleByNadam(0.9, 0.999, 0.3, 1));
      case "rmsPropKeras", "rmsPropOptax" ->
          new RmsProp(RATE, new ScaleByRms(0.9, 0.3).withEpsilonInsideRoot());
      case "amsGradKeras" ->
          AmsGrad.of(0.1).withEpsilon(0.3).form(ScaleByAmsGrad.Form.CORRECTED_AFTER_EPSILON);
      case "rmsPropCentred" -> RmsProp.of(0.1).withEpsilon(0.3).withMomentum(0.5).withCentring();
      case "rmsPropCentredKeras" ->
          new RmsProp(RATE, new ScaleByRms(0.8, 0.3).withEpsilonInsideRoot())
              .withMomentum(0.5)
              .withCentring()
              .withDecay(0.9);
      case "lionOptax" -> Lion.of(RATE, 0.2).withBetas(0.8, 0.95);
      case "adadeltaKeras" ->
          new Adadelta(RateSchedule.constant(1), new ScaleByAdadelta(0.95, 1e-3));
      case "adafactorClip" ->
          new Adafactor(
              new ScaleByAdafactor(
                  0.3, adafactor.decay(), adafactor.epsilon1(), adafactor.epsilon2(), 0.5));
      case "adafactorMatrix", "adafactorVector", "adafactorCube" -> new Adafactor(adafactor);
      case "muonTall", "muonWide", "muonSquare" ->
          new Muon(
              RATE,
              new Momentum(0.95, true),
              new Orthogonalize(5, 1e-7),
              new AddDecayedWeights(0.2));
      case "ema" ->
          new Adam(RATE, new ScaleByAdam(0.9, 0.999, 1e-7).withEpsilonBeforeCorrection())
              .averaging(0.9);
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dampening",
        "average",
        "adamKeras",
        "nadamKeras",
        "rmsPropKeras",
        "rmsPropOptax",
        "amsGradKeras",
        "rmsPropCentred",
        "rmsPropCentredKeras",
        "lionOptax",
        "adadeltaKeras",
        "adafactorMatrix",
        "adafactorVector",
        "adafactorCube",
        "adafactorClip",
        "muonTall",
        "muonWide",
        "muonSquare",
        "ema"
      })
  void theWayIsThatOfThePeer(String name) throws IOException {
    Tensor expected = golden(name);
    Shape shape = expected.shape().slice(1, expected.shape().rank());
    boolean average = name.equals("ema");
    // Keras keeps its rates in F32. The epsilon of Muon is the least length in PyTorch, and added
    // to
    // it here, and the momentum has another length.
    boolean exact =
        List.of("dampening", "average", "rmsPropOptax", "rmsPropCentred", "lionOptax")
            .contains(name);
    double tolerance = exact ? 1e-10 : name.startsWith("muon") ? 1e-6 : 1e-7;
    assertThat(trace(named(name), DType.F64, shape, average))
        .containsExactly(expected.toDoubleArray(), within(tolerance));
    assertThat(trace(named(name), DType.F32, shape, average))
        .containsExactly(expected.toDoubleArray(), within(2e-5));
  }

  /** Rows whose gradient is not zero: those that the sparse gradients of PyTorch have. */
  private static Tensor someRows(DType dtype, Shape shape, int t) {
    Tensor all = gradient(dtype, shape, t);
    for (int i = 0; i < all.size(); i++) {
      if ((i / shape.dim(1) + t) % 3 != 0) {
        all.buffer().setDouble(i, 0);
      }
    }
    return all;
  }

  /** SGD and Adagrad keep these rows by themselves, Adam is another formula if it does. */
  @ParameterizedTest
  @ValueSource(strings = {"sparseSgd", "sparseAdagrad", "sparseAdam"})
  void rowsWithoutAGradientStayAsWithSparseGradientsInPyTorch(String name) throws IOException {
    Optimizer adam = new Adam(RATE, new ScaleByAdam(0.9, 0.999, 0.3).withEpsilonBeforeCorrection());
    List<Optimizer> same =
        switch (name) {
          case "sparseSgd" -> List.of(Sgd.of(0.1), Sgd.of(0.1).lazy());
          case "sparseAdagrad" -> List.of(Adagrad.of(0.1), Adagrad.of(0.1).lazy());
          default -> List.of(adam.lazy());
        };
    Tensor expected = golden(name);
    Shape shape = expected.shape().slice(1, 3);
    for (Optimizer optimizer : same) {
      assertThat(trace(optimizer, DType.F64, shape, false, t -> someRows(DType.F64, shape, t)))
          .containsExactly(expected.toDoubleArray(), within(1e-10));
    }
  }

  /** Rate .1, parameter 1, gradient 1: the values that Keras has with an epsilon of 1. */
  @Test
  void epsilonBeforeTheCorrectionIsThatOfKeras() {
    ScaleByAdam scaling = new ScaleByAdam(0.9, 0.999, 1).withEpsilonBeforeCorrection();
    assertThat(Traces.ofOne(new Adam(RATE, scaling), 1, 1))
        .containsExactly(new double[] {0.9969347, 0.9926550}, within(5e-8));
    assertThat(Traces.ofOne(new RmsProp(RATE, new ScaleByRms(0.9, 1)), 1))
        .containsExactly(new double[] {0.9240253}, within(5e-8));
    ScaleByRms inside = new ScaleByRms(0.9, 1).withEpsilonInsideRoot();
    assertThat(Traces.ofOne(new RmsProp(RATE, inside), 1))
        .containsExactly(new double[] {0.9046537}, within(5e-8));
    assertThat(Traces.ofOne(Sgd.of(0.1).withMomentum(0.9).withDampening(0.5), 1, 1))
        .containsExactly(new double[] {0.9, 0.76}, within(1e-12));
    assertThat(Traces.ofOne(new Nadam(RATE, new ScaleByNadam(0.9, 0.999, 1e-7, 1)), 1, 1))
        .containsExactly(new double[] {0.8937212, 0.8163622}, within(5e-8));
  }

  @Test
  void aMeanOfWeightsBeginsAtItsStepAndTakesEverySecond() {
    Optimizer averaging = Sgd.of(1).averagingFrom(2, 2);
    Parameter p = Parameter.of("p", Tensor.of(0.0));
    Parameters parameters = Parameters.of(List.of(p));
    OptimizerState state = averaging.init(parameters);
    Expr g = Expr.input("g", TensorType.of(DType.F64, 1));
    Program step =
        Program.compile(List.of(g), List.of(), averaging.update(List.of(g), state, parameters));
    double[] means = new double[8];
    for (int t = 0; t < means.length; t++) {
      step.run(Tensor.of(-1.0));
      means[t] = ((State) Objects.requireNonNull(state.byPath().get("1.average.p"))).value().item();
    }
    // Parameters are 1 to 8; from the third on 3, (3 + 5)/2, (3 + 5 + 7)/3.
    assertThat(means).containsExactly(new double[] {1, 2, 3, 3, 4, 4, 5, 5}, within(1e-12));
  }

  @Test
  void someParametersAreLeftToAnotherOptimizer() {
    Parameter w = Parameter.of("weight", Tensor.of(1.0));
    Parameter b = Parameter.of("bias", Tensor.of(1.0));
    Parameters parameters = Parameters.of(List.of(w, b));
    Optimizer optimizer =
        Sgd.of(0.1).withMomentum(0.9).except(path -> path.endsWith("bias"), Sgd.of(0.5));
    OptimizerState state = optimizer.init(parameters);
    assertThat(state.byPath().keySet()).containsExactly("step", "0.0.velocity.weight");
    Expr one = Expr.constant(Tensor.of(1.0));
    Program step =
        Program.compile(
            List.of(), List.of(), optimizer.update(List.of(one, one), state, parameters));
    step.run();
    step.run();
    assertThat(w.value().item()).isCloseTo(0.71, within(1e-12));
    assertThat(b.value().item()).isZero();
  }

  @Test
  void eachGradientIsClippedByItself() {
    Parameter a = Parameter.of("a", Tensor.of(0.0, 0.0));
    Parameter b = Parameter.of("b", Tensor.of(0.0));
    Parameters parameters = Parameters.of(List.of(a, b));
    Optimizer optimizer = Sgd.of(1).after(new ClipByNorm(2));
    Map<Expr, Expr> updates =
        optimizer.update(
            List.of(Expr.constant(Tensor.of(-3.0, -4.0)), Expr.constant(Tensor.of(-1.5))),
            optimizer.init(parameters),
            parameters);
    Program.compile(List.of(), List.of(), updates).run();
    assertThat(a.value().toDoubleArray()).containsExactly(new double[] {1.2, 1.6}, within(1e-12));
    assertThat(b.value().item()).isEqualTo(1.5);
  }

  /** Every singular value comes near 1; those of the gradient are 3 and 0.1. */
  @Test
  void orthogonalizingLeavesTheDirectionsAlone() {
    Orthogonalize five = new Orthogonalize(5, 1e-7);
    Parameter p = Parameter.of("p", Tensor.zeros(DType.F64, Shape.of(2, 2)));
    Optimizer optimizer = Sgd.of(1).after(five);
    Tensor diagonal = Tensor.of(DType.F64, Shape.of(2, 2), -3, 0, 0, -0.1);
    Parameters parameters = Parameters.of(List.of(p));
    Program.compile(
            List.of(),
            List.of(),
            optimizer.update(
                List.of(Expr.constant(diagonal)), optimizer.init(parameters), parameters))
        .run();
    assertThat(p.value().getDouble(0, 0)).isBetween(0.68, 1.21);
    assertThat(p.value().getDouble(1, 1)).isBetween(0.68, 1.21);
    assertThat(p.value().getDouble(0, 1)).isZero();
  }

  @Test
  void whatIsNoMatrixIsRefusedByMuon() {
    Parameters bias = Parameters.of(List.of(Parameter.of("bias", Tensor.of(1f))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Muon.of(0.1, 0).init(bias))
        .withMessage(
            "muon: takes matrices, 'bias' is f32[1]; leave it to another optimizer with except");
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sgd.of(0.1).withMomentum(0.9).withDampening(1))
        .withMessage("momentum: the dampening must lie in [0, 1): 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AverageWeights.exponential(Sgd.of(1).transform(), 1))
        .withMessage("average: the decay must lie in [0, 1): 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AverageWeights.equal(Sgd.of(1).transform(), 0, 0))
        .withMessage("average: steps must not be negative, nor the distance 0: 0, 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClipByNorm(0))
        .withMessage("clip: the norm must be positive: 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adafactor.of(0))
        .withMessage("adafactor: the rate must be positive: 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Orthogonalize(0, 1))
        .withMessage("muon: the number of iterations must be positive: 0");
  }
}
