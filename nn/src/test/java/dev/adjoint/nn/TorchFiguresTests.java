// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import static dev.adjoint.nn.TorchFigures.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.autodiff.ValueAndGrad;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.LayerNorm;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.AdamW;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.RmsProp;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByRms;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.nn.train.TrainingListener;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers, losses, optimizers and whole trainings against what PyTorch makes of the same. */
class TorchFiguresTests {
  private static final Map<String, Activation> ACTIVATIONS =
      ImmutableMap.<String, Activation>builder()
          .put("relu", Activation.relu())
          .put("leakyRelu", Activation.leakyRelu(0.1))
          .put("elu", Activation.elu(0.7))
          .put("tanh", Activation.tanh())
          .put("sigmoid", Activation.sigmoid())
          .put("softplus", Activation.softplus())
          .put("silu", Activation.silu())
          .put("gelu", Activation.gelu())
          .put("geluTanh", Activation.geluTanh())
          .buildOrThrow();

  private static final Map<String, Optimizer> OPTIMIZERS =
      ImmutableMap.of(
          "weightDecay",
              () ->
                  GradientTransform.chain(
                      new AddDecayedWeights(0.2), Sgd.of(0.05).withMomentum(0.9).transform()),
          "adamW", AdamW.of(0.1, 0.3),
          "rmsProp", new RmsProp(RateSchedule.constant(0.05), new ScaleByRms(0.8, 1e-6)),
          "sgd", Sgd.of(0.1),
          "momentum", Sgd.of(0.05).withMomentum(0.9),
          "nesterov", Sgd.of(0.05).withMomentum(0.8).withNesterov(),
          "adam", Adam.of(0.1),
          "adamDecay", new Adam(RateSchedule.constant(0.02), new ScaleByAdam(0.7, 0.95, 1e-4)));

  /** Both sides round in places of their own, so a few units in the last place of 1. */
  private static double exact(DType dtype) {
    return dtype == DType.F32 ? 6e-7 : 1e-15;
  }

  /** Rounding grows from step to step. */
  private static double overSteps(DType dtype) {
    return dtype == DType.F32 ? 1e-5 : 1e-12;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void activationsAreThoseOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    Expr x = Expr.constant(golden.get("activation.x"));
    ACTIVATIONS.forEach((name, activation) ->
        assertClose(
            TorchFigures.run(activation.apply(x)).getFirst(),
            golden.get("activation." + name),
            exact(dtype)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void layerNormIsThatOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    LayerNorm norm =
        new LayerNorm(
            Parameter.of("scale", Tensor.linspace(dtype, 0.5, 1.5, 5)),
            Parameter.of("shift", Tensor.linspace(dtype, -1, 1, 5)),
            1e-3);
    Expr x = Expr.constant(golden.get("activation.x")).sin().reshape(5, 5);
    assertClose(
        TorchFigures.run(norm.apply(x)).getFirst(), golden.get("layerNorm"), 4 * exact(dtype));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void crossEntropyAndItsGradientAreThoseOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    Expr logits = Expr.constant(golden.get("crossEntropy.logits"));
    Expr labels = Expr.constant(golden.get("crossEntropy.labels"));
    assertLoss(golden, "crossEntropy", Losses.softmaxCrossEntropy(logits, labels), logits);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void squaredErrorAndItsGradientAreThoseOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    Expr prediction = Expr.constant(golden.get("squaredError.prediction"));
    Expr target = Expr.constant(golden.get("squaredError.target"));
    assertLoss(golden, "squaredError", Losses.meanSquaredError(prediction, target), prediction);
  }

  private static void assertLoss(TorchFigures golden, String name, Expr loss, Expr by) {
    ValueAndGrad both = Autodiff.valueAndGrad(loss, by);
    List<Tensor> actual = TorchFigures.run(both.value(), both.gradients().getFirst());
    assertClose(actual.get(0), golden.get(name + ".loss"), exact(loss.dtype()));
    assertClose(actual.get(1), golden.get(name + ".gradient"), exact(loss.dtype()));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void optimizersTakeTheStepsOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    Expr weight = Expr.constant(golden.get("optimizer.weight"));
    Expr target = Expr.constant(golden.get("optimizer.target"));
    OPTIMIZERS.forEach((name, optimizer) -> {
      Parameter p = Parameter.of("p", golden.get("optimizer.start"));
      Expr loss = weight.mul(p.sub(target).square()).sum();
      Parameters parameters = Parameters.of(List.of(p));
      Map<Expr, Expr> updates =
          optimizer.update(Autodiff.grad(loss, p), optimizer.init(parameters), parameters);
      Program step = Program.compile(ImmutableList.of(), ImmutableList.of(loss), updates);
      Tensor expected = golden.get("optimizer." + name);
      List<Tensor> steps = new ArrayList<>();
      for (int i = 0; i < expected.shape().dim(0); i++) {
        step.run();
        steps.add(p.value());
      }
      assertClose(stack(steps), expected, overSteps(dtype));
    });
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void aTrainingGoesLikeThatOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    Dense first = dense(golden, "w1", 6);
    Dense second = dense(golden, "w2", 3);
    Sequential network = Sequential.of(first, Activation.tanh(), second);
    Model model = Model.compile(network, Loss.softmaxCrossEntropy(), Adam.of(0.05));
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepEnded(int epoch, int step, double loss) {
            losses.add(loss);
          }
        };
    model.fit(
        new Dataset(golden.get("training.x"), golden.get("training.labels")),
        FitOptions.epochs(3).batchSize(3).inOrder().listener(listener));

    double[] array = losses.stream().mapToDouble(loss -> loss).toArray();
    Tensor expected = golden.get("training.losses");
    assertClose(Tensor.of(dtype, expected.shape(), array), expected, overSteps(dtype));
    assertThat(network.parameters().trained().keySet())
        .containsExactly("layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias");
    assertClose(first.weight().value(), golden.get("training.trained.w1"), overSteps(dtype));
    assertClose(first.bias().value(), golden.get("training.trained.b1"), overSteps(dtype));
    assertClose(second.weight().value(), golden.get("training.trained.w2"), overSteps(dtype));
    assertClose(second.bias().value(), golden.get("training.trained.b2"), overSteps(dtype));
  }

  private static Dense dense(TorchFigures golden, String weight, int out) {
    Tensor w = golden.get("training." + weight);
    return new Dense(
        Parameter.of("w", w), Parameter.of("b", Tensor.zeros(w.dtype(), Shape.of(out))));
  }

  private static Tensor stack(List<Tensor> tensors) {
    Tensor first = tensors.getFirst();
    double[] all =
        tensors.stream().flatMapToDouble(t -> Arrays.stream(t.toDoubleArray())).toArray();
    return Tensor.of(first.dtype(), first.shape().insert(0, tensors.size()), all);
  }
}
