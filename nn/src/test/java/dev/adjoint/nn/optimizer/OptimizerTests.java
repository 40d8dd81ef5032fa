// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.ClipByGlobalNorm;
import dev.adjoint.nn.optimizer.transform.ClipByValue;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.GradientTransform.Transformed;
import dev.adjoint.nn.optimizer.transform.Momentum;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.nn.optimizer.transform.PerParameter;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.AdjustableRate;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Optimizers as chains: what each piece does, what is remembered, and what is refused. */
class OptimizerTests {
  private final Parameter weight = Parameter.of("weight", Tensor.of(1.0, -2.0));
  private final Parameter bias = Parameter.of("bias", Tensor.of(0.5));
  private final Parameters parameters = Parameters.of(List.of(weight, bias));

  /** The gradient of {@code weight} is (3, 4), that of {@code bias} 12: together of norm 13. */
  private static final List<Expr> GRADIENTS =
      List.of(Expr.constant(Tensor.of(3.0, 4.0)), Expr.constant(Tensor.of(12.0)));

  private Program step(Optimizer optimizer) {
    return Program.compile(
        List.of(),
        List.of(weight),
        optimizer.update(GRADIENTS, optimizer.init(parameters), parameters));
  }

  private void run(GradientTransform... transforms) {
    step(() -> GradientTransform.chain(transforms)).run();
  }

  @Test
  void whatALastTransformGivesIsSubtracted() {
    run(new ScaleByRate(RateSchedule.constant(0.1)));
    assertThat(weight.value().toDoubleArray()).containsExactly(1 - 0.1 * 3, -2 - 0.1 * 4);
    assertThat(bias.value().toDoubleArray()).containsExactly(0.5 - 0.1 * 12);
  }

  @Test
  void allGradientsAreClippedTogether() {
    run(new ClipByGlobalNorm(6.5));
    assertThat(weight.value().toDoubleArray()).containsExactly(1 - 1.5, -2 - 2.0);
    assertThat(bias.value().toDoubleArray()).containsExactly(0.5 - 6);
  }

  @Test
  void shortGradientsStayAsTheyAre() {
    run(new ClipByGlobalNorm(13));
    assertThat(weight.value().toDoubleArray()).containsExactly(1 - 3.0, -2 - 4.0);
  }

  @Test
  void valuesAreClippedOneByOne() {
    run(new ClipByValue(3.5));
    assertThat(weight.value().toDoubleArray()).containsExactly(1 - 3.0, -2 - 3.5);
    assertThat(bias.value().toDoubleArray()).containsExactly(0.5 - 3.5);
  }

  @Test
  void aTransformMayBeForSomeParametersOnly() {
    run(new AddDecayedWeights(0.5).where(path -> path.equals("weight")));
    assertThat(weight.value().toDoubleArray()).containsExactly(1 - 3.5, -2 - 3.0);
    assertThat(bias.value().toDoubleArray()).containsExactly(0.5 - 12);
  }

  @Test
  void aRateFollowsItsScheduleInOneProgram() {
    Program step = step(Sgd.of(RateSchedule.stepDecay(0.5, 0.5, 1)));
    for (double expected : new double[] {1 - 1.5, 1 - 1.5 - 0.75, 1 - 1.5 - 0.75 - 0.375}) {
      step.run();
      assertThat(weight.value().getDouble(0)).isEqualTo(expected);
    }
  }

  @Test
  void aRateIsSetFromOutsideInOneProgram() {
    AdjustableRate rate = AdjustableRate.of(0.5);
    Program step = step(Sgd.of(rate));
    step.run();
    rate.set(0.25);
    step.run();
    assertThat(weight.value().getDouble(0)).isEqualTo(1 - 1.5 - 0.75);
  }

  /** Who writes the state of a training into a file finds it there. */
  @Test
  void anAdjustableRateStandsInTheRecordOfItsOptimizer() {
    AdjustableRate rate = AdjustableRate.of(0.5);
    assertThat(Parameters.of(Adam.of(rate)).states())
        .containsExactly(Map.entry("rate.rate", rate.rate()));
  }

  @Test
  void whatIsRememberedHasAPath() {
    Optimizer optimizer =
        () -> GradientTransform.chain(new Momentum(0.9, false), new ScaleByAdam(0.9, 0.99, 1e-8));
    assertThat(optimizer.init(parameters).byPath().keySet())
        .containsExactly(
            "step",
            "0.velocity.weight",
            "0.velocity.bias",
            "1.mean.weight",
            "1.mean.bias",
            "1.square.weight",
            "1.square.bias");
  }

  @Test
  void stepsAreCountedWhereSomethingDependsOnThem() {
    OptimizerState still = Sgd.of(0.1).init(parameters);
    assertThat(Sgd.of(0.1).update(GRADIENTS, still, parameters)).containsOnlyKeys(weight, bias);
    OptimizerState counted = Adam.of(0.1).init(parameters);
    State step = (State) counted.byPath().get("step");
    Map<Expr, Expr> updates = Adam.of(0.1).update(GRADIENTS, counted, parameters);
    Program program = Program.compile(List.of(), List.of(weight), updates);
    program.run();
    program.run();
    assertThat(step.value()).isEqualTo(Tensor.scalar(2L));
  }

  /** The first step of Adam has the length of the rate, whatever the gradient. */
  @Test
  void adamBeginsWithStepsOfTheRate() {
    step(Adam.of(0.25)).run();
    assertThat(weight.value().getDouble(0)).isCloseTo(0.75, within(1e-8));
    assertThat(bias.value().getDouble(0)).isCloseTo(0.25, within(1e-8));
  }

  /** Worked out by hand: the means are 0.03, 0.04 and 0.12, and all signs positive. */
  @Test
  void lionTakesStepsOfOneLengthAlongTheSigns() {
    Lion lion = Lion.of(0.5, 0.5);
    OptimizerState state = lion.init(parameters);
    Program.compile(List.of(), List.of(weight), lion.update(GRADIENTS, state, parameters)).run();
    assertThat(weight.value().toDoubleArray()).containsExactly(1 - 0.75, -2.0);
    assertThat(bias.value().toDoubleArray()).containsExactly(0.5 - 0.5 * 1.25);
    State mean = (State) state.byPath().get("0.mean.weight");
    assertThat(mean.value().toDoubleArray()).containsExactly((1 - 0.99) * 3, (1 - 0.99) * 4);
  }

  @Test
  void thereIsOneGradientForEachParameter() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Sgd.of(1).update(GRADIENTS.subList(0, 1), Sgd.of(1).init(parameters), parameters))
        .withMessage("optimizer: 2 parameters but 1 gradients; give one for each");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Sgd.of(1).update(GRADIENTS.reversed(), Sgd.of(1).init(parameters), parameters))
        .withMessage("optimizer: the gradient of 'weight' must be f64[2], got f64[1]");
  }

  @Test
  void aTransformThatForgetsAParameterOrChangesATypeIsRefused() {
    GradientTransform none =
        (_, state, _) -> new Transformed(new PerParameter(ImmutableMap.of()), state);
    assertThatIllegalStateException()
        .isThrownBy(() -> run(none))
        .withMessage("optimizer: gives nothing for parameter 'weight'");
    GradientTransform narrow =
        (g, state, _) -> new Transformed(g.map(expr -> expr.cast(DType.F32)), state);
    assertThatIllegalStateException()
        .isThrownBy(() -> run(narrow))
        .withMessage("optimizer: 'weight' must become f64[2], got f32[2]");
  }

  @Test
  void aTransformThatLosesItsStateIsRefused() {
    GradientTransform losing =
        new GradientTransform() {
          @Override
          public OptimizerState init(PerParameter values) {
            return OptimizerState.none().zeros("mean", values);
          }

          @Override
          public Transformed update(PerParameter g, OptimizerState state, PerParameter values) {
            return new Transformed(g, OptimizerState.none());
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> run(losing))
        .withMessage("optimizer: '0.mean.weight' must become f64[2], got nothing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> losing.init(new PerParameter(ImmutableMap.of())).get("men"))
        .withMessage("optimizer: there is no state 'men', only [mean]");
  }

  @Test
  void twoOptimizersDoNotShareAParameter() {
    Map<Expr, Expr> one = updates(Sgd.of(1));
    Map<Expr, Expr> other = updates(Adam.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizer.join(one, other))
        .withMessage(
            "updates: 'weight' f64[2] has two next values; leave it to one optimizer or one layer");
    State state = State.of("state", Tensor.scalar(1f));
    assertThat(Optimizer.join(one, Map.of(state, state.add(1)))).hasSize(3);
  }

  private Map<Expr, Expr> updates(Optimizer optimizer) {
    Expr loss = weight.square().sum().add(bias.square().sum());
    return optimizer.update(
        Autodiff.grad(loss, parameters.list()), optimizer.init(parameters), parameters);
  }

  @Test
  void aLossIsMinimizedInOneProgram() {
    Parameter w = Parameter.of("w", Tensor.of(5.0, -3.0));
    Expr loss = w.sub(1).square().mean();
    Parameters parameters = Parameters.of(List.of(w));
    Program step = Adam.of(0.1).step(loss, parameters);
    for (int i = 0; i < 500; i++) {
      step.run();
    }
    assertThat(w.value().toDoubleArray()).containsExactly(new double[] {1, 1}, within(1e-6));
  }

  @Test
  void whatCannotBeMinimizedIsRefused() {
    Parameter w = Parameter.of("w", Tensor.of(5.0, -3.0));
    Parameter idle = Parameter.of("idle", Tensor.of(1.0));
    Parameters both = Parameters.of(List.of(w, idle));
    Parameters none = Parameters.of(List.of());
    Expr loss = w.square().mean();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adam.of(0.1).minimize(loss, both))
        .withMessage(
            "minimize: no gradient of the loss reaches 'idle' f64[1]; use it in the loss, or leave it"
                + " out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adam.of(0.1).minimize(loss, none))
        .withMessage("minimize: there are no parameters to train");
    BatchNorm norm = BatchNorm.of(2);
    Expr x = Expr.input("x", 4, 2);
    Expr normed = norm.apply(x).square().mean();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sgd.of(0.1).step(normed, norm.parameters(), x))
        .withMessage(
            "step: the states [mean, variance] would not change; compile join(minimize(…),"
                + " context.updates())");
    assertThatThrownBy(() -> Adam.of(0.1).minimize(w, Parameters.of(List.of(w))))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("grad: ");
  }
}
