// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import static dev.adjoint.nn.TorchFigures.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Normalising layers against PyTorch, their running states, and what they refuse. */
class NormalizationTests {
  /** A few units in the last place of the largest terms. */
  private static double tolerance(DType dtype) {
    return dtype == DType.F32 ? 2e-6 : 4e-15;
  }

  private static Parameter parameter(TorchFigures golden, String name) {
    return Parameter.of(name, golden.get("norm." + name));
  }

  private static void assertLike(TorchFigures golden, Expr y, String name) {
    Tensor expected = golden.get("norm." + name);
    assertClose(TorchFigures.run(y).getFirst(), expected, tolerance(y.dtype()));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void batchNormAndItsRunningStatesAreThoseOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    BatchNorm fresh = BatchNorm.of(4, dtype);
    BatchNorm norm =
        new BatchNorm(
            parameter(golden, "scale"),
            parameter(golden, "shift"),
            fresh.mean(),
            fresh.variance(),
            0.3,
            1e-3,
            true);
    Expr x = Expr.constant(golden.get("norm.x"));
    for (int step = 0; step < 2; step++) {
      ForwardContext context = ForwardContext.training(RandomKey.of(1));
      Expr y = norm.apply(x.mul(1 + step), context);
      Tensor actual =
          Program.compile(ImmutableList.of(), ImmutableList.of(y), context.updates())
              .run()
              .getFirst();
      assertClose(actual, golden.get("norm.batch." + step), tolerance(dtype));
    }
    assertClose(norm.mean().value(), golden.get("norm.batch.mean"), tolerance(dtype));
    assertClose(norm.variance().value(), golden.get("norm.batch.variance"), tolerance(dtype));
    assertLike(golden, norm.apply(x), "batch.inference");
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void groupInstanceAndRmsNormAreThoseOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    Parameter scale = parameter(golden, "scale");
    Parameter shift = parameter(golden, "shift");
    Expr x = Expr.constant(golden.get("norm.x"));
    assertLike(golden, new GroupNorm(scale, shift, 2, 1e-3).apply(x), "group");
    assertLike(golden, new InstanceNorm(scale, shift, 1e-3).apply(x), "instance");
    assertLike(golden, new RmsNorm(scale, 1e-3).apply(x.transpose(1, 3)), "rms");
  }

  @Test
  void theRunningVarianceIsUnbiasedOrThatOfTheBatch() {
    Expr x = Expr.constant(Tensor.of(1f, 3f)).reshape(2, 1);
    ImmutableMap.of(true, 1.1f, false, 1f)
        .forEach((unbiased, expected) -> {
          BatchNorm of = BatchNorm.of(1);
          BatchNorm norm =
              new BatchNorm(of.scale(), of.shift(), of.mean(), of.variance(), 0.1, 1e-5, unbiased);
          ForwardContext context = ForwardContext.training(RandomKey.of(1));
          Expr y = norm.apply(x, context);
          Program.compile(ImmutableList.of(), ImmutableList.of(y), context.updates()).run();
          assertThat(norm.variance().value()).isEqualTo(Tensor.of(expected));
          assertThat(norm.mean().value()).isEqualTo(Tensor.of(0.2f));
        });
  }

  @Test
  void aTrainingMovesTheStatesAndAPredictionDoesNot() {
    BatchNorm norm = BatchNorm.of(2);
    assertThat(norm.parameters().trained().keySet()).containsExactly("scale", "shift");
    Tensor x = Tensor.nested(new float[][] {{1, 10}, {3, 30}});
    Model model = Model.compile(norm, Loss.meanSquaredError(), Sgd.of(0.1));
    model.fit(new Dataset(x, x), FitOptions.epochs(1).batchSize(2));
    Tensor mean = norm.mean().value();
    assertThat(mean).isEqualTo(Tensor.of(0.2f, 2f));
    model.predict(x);
    assertThat(norm.mean().value()).isEqualTo(mean);
  }

  @Test
  void batchNormNeedsSeveralValuesOfAChannelToTrain() {
    BatchNorm norm = BatchNorm.of(3);
    ForwardContext context = ForwardContext.training(RandomKey.of(1));
    assertRefused(
        () -> norm.apply(Expr.input("x", 1, 3), context),
        "batchNorm: training needs more than one value per channel, got [1, 3]; make the batch"
            + " larger");
    assertThat(norm.apply(Expr.input("x", 1, 3)).shape()).isEqualTo(Shape.of(1, 3));
  }

  @Test
  void channelsThatDoNotFitAreNamed() {
    assertRefused(
        () -> BatchNorm.of(3).apply(Expr.input("x", 7, 4)),
        "batchNorm: takes [batch, 3, …], got [7, 4]");
    assertRefused(
        () -> GroupNorm.of(4, 2).apply(Expr.input("x", 4)),
        "groupNorm: takes [batch, 4, …], got [4]");
    assertRefused(
        () -> InstanceNorm.of(4).apply(Expr.input("x", 7, 4)),
        "instanceNorm: takes [batch, 4, size, …], got [7, 4]");
    assertRefused(
        () -> RmsNorm.of(3).apply(Expr.input("x", 7, 4)), "rmsNorm: takes […, 3], got [7, 4]");
  }

  @Test
  void parametersThatDoNotFitAreNamed() {
    Parameter scale = Parameter.of("scale", Tensor.of(1f, 1f));
    State one = State.of("mean", Tensor.of(1f));
    assertRefused(
        () -> new BatchNorm(scale, scale, one, one, 0.1, 1e-5, true),
        "batchNorm: needs a mean and a variance of the type of the scale, f32[2]: f32[1], f32[1]");
    assertRefused(
        () -> new InstanceNorm(scale, Parameter.of("shift", Tensor.of(0f)), 1e-5),
        "instanceNorm: needs a scale [channels] and a shift of its type: f32[2], f32[1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupNorm.of(4, 3))
        .withMessage("groupNorm: 4 channels do not split into 3 groups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RmsNorm(scale, 0))
        .withMessage("rmsNorm: epsilon must be positive: 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm.of(0))
        .withMessage("batchNorm: the number of channels must be positive: 0");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
