// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import static dev.adjoint.nn.TorchFigures.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Normalised weights, learned activations, the perceptron, and activations by name. */
class WeightNormAndNeuronTests {
  private static final Seed SEED = Seed.of(9);

  private static Dense dense(TorchFigures golden) {
    return new Dense(
        Parameter.of("weight", golden.get("weights.weight")),
        Parameter.of("bias", golden.get("weights.bias")));
  }

  private static double few(DType dtype) {
    return dtype == DType.F32 ? 2e-6 : 1e-14;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void weightNormIsThatOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.ofKeras(dtype);
    Expr x = Expr.constant(golden.get("weights.x"));
    WeightNorm norm =
        new WeightNorm(dense(golden), Parameter.of("scale", golden.get("weights.scale")));
    Expr y = norm.apply(x);
    List<Expr> gradients = Autodiff.grad(y.square().sum(), norm.parameters().list());
    assertClose(TorchFigures.run(y).getFirst(), golden.get("weights.weightNorm"), few(dtype));
    assertThat(norm.parameters().trained().keySet())
        .containsExactly("layer.weight", "layer.bias", "scale");
    assertClose(
        TorchFigures.run(gradients.get(0)).getFirst(),
        golden.get("weights.weightNorm.gradient"),
        10 * few(dtype));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void spectralNormIsThatOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.ofKeras(dtype);
    Expr x = Expr.constant(golden.get("weights.x"));
    State direction = State.of("direction", golden.get("weights.direction"));
    SpectralNorm norm = new SpectralNorm(dense(golden), direction, 1);
    ForwardContext context = ForwardContext.training(RandomKey.of(1));
    Expr y = norm.apply(x, context);
    Expr gradient = Autodiff.grad(y.square().sum(), norm.parameters().list()).getFirst();
    List<Tensor> both =
        Program.compile(ImmutableList.of(), ImmutableList.of(y, gradient), context.updates()).run();
    assertClose(both.get(0), golden.get("weights.spectralNorm"), few(dtype));
    assertClose(both.get(1), golden.get("weights.spectralNorm.gradient"), 10 * few(dtype));
    assertClose(direction.value(), golden.get("weights.spectralNorm.direction"), few(dtype));
  }

  @Test
  void theSpectralNormOfFiltersTendsToTheLargestSingularValue() {
    Convolution conv = Convolution.of(3, 4, Shape.of(2, 2), SEED);
    SpectralNorm norm = SpectralNorm.of(conv, SEED.fold(1));
    for (int step = 0; step < 60; step++) {
      ForwardContext context = ForwardContext.training(RandomKey.of(1));
      Expr y = norm.apply(Expr.constant(Tensor.ones(DType.F32, Shape.of(1, 3, 2, 2))), context);
      Program.compile(ImmutableList.of(), ImmutableList.of(y), context.updates()).run();
    }
    Expr matrix = conv.weight().reshape(4, 12);
    Expr u = norm.direction().expandDims(1);
    Expr gram = matrix.matmul(matrix.t());
    // An eigenvector of W·Wᵀ, whose eigenvalue no other exceeds: the trace of powers is its power.
    Expr value = u.t().matmul(gram).matmul(u).reshape();
    assertClose(gram.matmul(u).eval(), u.mul(value).eval(), 1e-4);
    Expr power = gram;
    for (int i = 0; i < 5; i++) {
      power = power.matmul(power);
    }
    double largest = StrictMath.pow(power.diagonal().sum().eval().item(), 1 / 32.0);
    assertThat(value.eval().item()).isCloseTo(largest, within(0.05 * largest));
    Tensor one = Tensor.ones(DType.F32, Shape.of(1, 3, 2, 2));
    Tensor expected = conv.applyWith(Expr.constant(one), conv.weight().div(value.sqrt())).eval();
    assertClose(norm.apply(Expr.constant(one)).eval(), expected, 1e-4);
  }

  @Test
  void weightNormBeginsAsTheLayerItHolds() {
    Expr x = Expr.constant(Tensor.linspace(DType.F32, -1, 1, 2 * 3 * 16).reshape(2, 3, 4, 4));
    Conv2d conv = Conv2d.of(3, 5, 3, SEED);
    assertClose(WeightNorm.of(conv).apply(x).eval(), conv.apply(x).eval(), 1e-6);
  }

  @Test
  void slopesAreOneForAllOrOneForEachChannel() {
    Expr x = Expr.constant(Tensor.of(-1f, 2f, -3f, -4f).reshape(1, 2, 2));
    assertThat(PRelu.of().apply(x).eval())
        .isEqualTo(Tensor.of(-0.25f, 2f, -0.75f, -1f).reshape(1, 2, 2));
    PRelu each = new PRelu(Parameter.of("slope", Tensor.of(0.5f, -1f)));
    assertThat(each.apply(x).eval()).isEqualTo(Tensor.of(-0.5f, 2f, 3f, 4f).reshape(1, 2, 2));
    assertThat(Autodiff.grad(each.apply(x).sum(), each.slope()).getFirst().eval())
        .isEqualTo(Tensor.of(-1f, -7f));
    assertRefused(
        () -> PRelu.of(3, DType.F32).apply(x), "prelu: takes [batch, 3, …], got [1, 2, 2]");
    assertRefused(
        () -> new PRelu(Parameter.of("slope", Tensor.scalar(1f))),
        "prelu: needs a slope [channels] or [1]: []");
  }

  @Test
  void maxoutTakesTheLargestPiece() {
    Dense dense =
        new Dense(
            Parameter.of("w", Tensor.of(1f, -1f, 2f, 0f).reshape(1, 4)),
            Parameter.of("b", Tensor.of(0f, 0f, 1f, 5f)));
    Expr x = Expr.constant(Tensor.of(3f, -2f).reshape(2, 1));
    assertThat(new Maxout(dense, 2).apply(x).eval())
        .isEqualTo(Tensor.of(3f, 7f, 2f, 5f).reshape(2, 2));
    assertThat(Maxout.of(4, 3, 2, SEED).apply(Expr.input("x", 5, 4)).shape())
        .isEqualTo(Shape.of(5, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Maxout(dense, 3))
        .withMessage("maxout: 4 outputs do not split into 3 pieces each");
  }

  /** The rule by hand for "and", with rate 1, in order: until no example changes anything. */
  @Test
  void thePerceptronFollowsRosenblattsRule() {
    double[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    double[] t = {0, 0, 0, 1};
    double[] w = new double[2];
    double b = 0;
    int epochs = 0;
    for (boolean changed = true; changed; epochs++) {
      changed = false;
      for (int i = 0; i < 4; i++) {
        double error = t[i] - (w[0] * x[i][0] + w[1] * x[i][1] + b > 0 ? 1 : 0);
        changed |= error != 0;
        w[0] += error * x[i][0];
        w[1] += error * x[i][1];
        b += error;
      }
    }
    Perceptron perceptron = Perceptron.of(2, 1, DType.F64);
    Model model = Model.compile(perceptron, Loss.meanSquaredError(), Sgd.of(0.5));
    Dataset and =
        new Dataset(Tensor.of(0.0, 0, 0, 1, 1, 0, 1, 1).reshape(4, 2), Tensor.of(t).reshape(4, 1));
    double[] losses =
        model.fit(and, FitOptions.epochs(epochs).batchSize(1).inOrder()).series("loss");
    assertThat(losses[epochs - 1]).isZero();
    assertThat(losses[epochs - 2]).isPositive();
    assertThat(perceptron.dense().weight().value()).isEqualTo(Tensor.of(w).reshape(2, 1));
    assertThat(perceptron.dense().bias().value()).isEqualTo(Tensor.of(b));
    assertThat(model.predict(and.features())).isEqualTo(Tensor.of(t).reshape(4, 1));
  }

  @Test
  void activationsHaveNames() {
    Expr x = Expr.constant(Tensor.linspace(DType.F64, -3, 3, 7));
    assertThat(Activation.named("relu").apply(x).eval()).isEqualTo(x.relu().eval());
    assertThat(Activation.named("step").apply(x).eval())
        .isEqualTo(Tensor.of(0.0, 0, 0, 0, 1, 1, 1));
    assertThat(Activation.named("hardTanh").describe()).isEqualTo("Activation(hardTanh)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.named("Relu"))
        .withMessage(
            "activation: none is named 'Relu'; there are [relu, tanh, sigmoid, softplus, silu,"
                + " gelu, geluTanh, linear, step, selu, mish, relu6, softsign, hardSigmoid,"
                + " hardSwish, hardTanh]");
  }

  @Test
  void asymmetricColumnsHaveOnePositiveElementOfBetaAmongSmallNormalOnes() {
    int in = 400;
    int out = 2000;
    Dense dense = Dense.asymmetric(in, out, DType.F64, SEED);
    double[] w = dense.weight().value().toDoubleArray();
    double[] b = dense.bias().value().toDoubleArray();
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int j = 0; j < out; j++) {
      double most = b[j];
      double column = b[j] * b[j];
      for (int i = 0; i < in; i++) {
        most = Math.max(most, w[i * out + j]);
        column += w[i * out + j] * w[i * out + j];
      }
      assertThat(most).isBetween(0.0, 1.0);
      largest += most / out;
      squares += (column - most * most) / out;
      sum += column / out;
    }
    // A variable of Beta(2, 1) has mean 2/3 and mean square 1/2; it is nearly always the largest.
    assertThat(largest).isCloseTo(2 / 3.0, within(0.02));
    assertThat(squares).isCloseTo(0.6007 * 0.6007, within(0.02));
    assertThat(sum).isCloseTo(0.6007 * 0.6007 + 0.5, within(0.04));
    assertThat(Dense.asymmetric(3, 4, SEED).weight().value())
        .isEqualTo(Dense.asymmetric(3, 4, SEED).weight().value());
    assertRefused(
        () -> Initializer.asymmetric().draw(dense.bias().type(), in, out, SEED),
        "asymmetric: draws matrices: f64[2000]; give another initializer");
  }

  @Test
  void scalesAndDirectionsThatDoNotFitAreNamed() {
    Dense dense = Dense.of(3, 4, SEED);
    assertRefused(
        () -> new WeightNorm(dense, Parameter.of("scale", Tensor.of(1f, 2f, 3f))),
        "weightNorm: needs a scale of one number for each output of the weight: f32[3, 4], f32[3]");
    assertRefused(
        () -> new SpectralNorm(dense, State.of("direction", Tensor.of(1.0, 2, 3, 4)), 1),
        "spectralNorm: needs a direction of one number for each output of the weight: f32[3, 4],"
            + " f64[4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpectralNorm(dense, State.of("u", Tensor.of(1f, 2f, 3f, 4f)), 0))
        .withMessage("spectralNorm: the iterations must be positive: 0");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
