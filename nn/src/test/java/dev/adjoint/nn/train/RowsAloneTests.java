// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.AvgPool2d;
import dev.adjoint.nn.layer.Conv2d;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.MaxPool2d;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model predicts for a row has the same bits alone and among others. */
class RowsAloneTests {
  private static final Seed SEED = Seed.of(5);
  private static final int ROWS = 333;

  private record Case(String name, Layer network, DType dtype, int... row) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Dense dense(int in, int out, DType dtype) {
    return Dense.of(in, out, Initializer.heNormal(), dtype, SEED.fold(in * 1000L + out));
  }

  private static Layer normalise() {
    return new Activation(
        "normalise",
        x -> {
          Expr centred = x.sub(x.meanKeepDims(-1));
          return centred.div(centred.square().meanKeepDims(-1).add(1e-5).sqrt());
        });
  }

  private static Layer attention() {
    return new Activation(
        "attention", x -> x.matmul(x.transpose(1, 2)).mul(0.3).softmax(-1).matmul(x).mean(1));
  }

  private static Layer recurrent(Dense dense) {
    return new Activation(
        "recurrent",
        x -> {
          Expr carry = Expr.full(x.type().withShape(Shape.of(x.shape().dim(0), 8)), 0);
          return ControlFlow.scan(
                  List.of(carry),
                  List.of(x.permute(1, 0, 2)),
                  (c, xt) -> Scanned.carrying(dense.apply(c.getFirst()).add(xt.getFirst()).tanh()))
              .carry()
              .getFirst();
        });
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "one output",
            Sequential.of(dense(5, 1, DType.F32), Activation.sigmoid()),
            DType.F32,
            5),
        new Case(
            "perceptron",
            Sequential.of(
                dense(129, 300, DType.F32),
                normalise(),
                Activation.relu(),
                dense(300, 10, DType.F32),
                new Activation("softmax", x -> x.softmax(-1))),
            DType.F32,
            129),
        new Case(
            "perceptron f64",
            Sequential.of(
                dense(65, 33, DType.F64), normalise(), Activation.gelu(), dense(33, 3, DType.F64)),
            DType.F64,
            65),
        new Case(
            "convolutions",
            Sequential.of(
                Conv2d.of(1, 6, 5, SEED),
                Activation.tanh(),
                MaxPool2d.of(2),
                Conv2d.of(6, 16, 3, WindowOptions.over(2).padding(1), SEED.fold(1)),
                Activation.relu(),
                AvgPool2d.of(2),
                new Flatten(),
                dense(144, 10, DType.F32)),
            DType.F32,
            1,
            16,
            16),
        new Case(
            "convolutions of many channels",
            Sequential.of(
                Conv2d.of(32, 32, 3, WindowOptions.over(2).padding(1), SEED),
                Activation.relu(),
                Conv2d.of(32, 32, 3, WindowOptions.over(2).padding(1), SEED.fold(1)),
                new Activation("mean", x -> x.mean(2, 3))),
            DType.F32,
            32,
            8,
            8),
        new Case("attention", Sequential.of(attention(), normalise()), DType.F32, 7, 12),
        new Case("recurrent", recurrent(dense(8, 8, DType.F32)), DType.F32, 9, 8));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRowIsPredictedAsItIsAlone(Case of) {
    Layer head = new Trained(of.network, Parameter.of("one", Tensor.scalar(1f)));
    Model model = Model.compile(head, Loss.meanSquaredError(), Sgd.of(0.1));
    Tensor features =
        Initializer.uniform(1)
            .draw(
                new TensorType(of.dtype, Shape.of(ROWS).concat(Shape.of(of.row))),
                1,
                1,
                SEED.fold(2));
    Tensor all = model.predict(features);
    for (int row : new int[] {0, 1, 15, 16, 255, 256, 300, 319, 320, 331, 332}) {
      assertThat(model.predict(row(features, row))).as("row %s", row).isEqualTo(row(all, row));
    }
  }

  private static Tensor row(Tensor tensor, int row) {
    return new Dataset(tensor, tensor).rows(IntStream.of(row).toArray()).features();
  }

  /** Gives any network something to train. */
  private record Trained(Layer layer, Parameter one) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return layer.apply(x, context);
    }
  }
}
