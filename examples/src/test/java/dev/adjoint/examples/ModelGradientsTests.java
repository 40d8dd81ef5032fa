// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.gradcheck.Report;
import dev.adjoint.gradcheck.Verdict;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Conv2d;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.MaxPool2d;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradients of whole models by their parameters, with relu and max pooling. */
class ModelGradientsTests {
  private static Expr images(long seed, int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = StrictMath.sin(seed + 2.3 * i);
    }
    return Expr.constant(Tensor.of(DType.F32, shape, values));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aConvolutionalModelHasRightGradientsByItsParameters(long seed) {
    Seed root = Seed.of(seed);
    Initializer weights = Initializer.glorotNormal();
    Conv2d conv = Conv2d.of(1, 3, 3, WindowOptions.over(2), 1, weights, DType.F32, root.fold(0));
    Dense dense = Dense.of(27, 4, weights, DType.F32, root.fold(1));
    Expr pooled = MaxPool2d.of(2).apply(conv.apply(images(seed, 2, 1, 8, 8)).relu());
    Expr loss =
        Losses.softmaxCrossEntropy(
            dense.apply(new Flatten().apply(pooled)), Expr.constant(Tensor.of(1, 3)));
    List<Parameter> parameters = new ArrayList<>(conv.parameters().list());
    parameters.addAll(dense.parameters().list());
    List<Tensor> before = parameters.stream().map(Parameter::value).toList();
    Report report = GradCheck.of(loss, parameters).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
    assertThat(parameters.stream().map(Parameter::value).toList()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aReluNetworkHasRightGradientsByItsParameters(long seed) {
    Seed root = Seed.of(seed);
    Dense first = Dense.of(6, 20, Initializer.glorotNormal(), DType.F64, root.fold(0));
    Dense second = Dense.of(20, 4, Initializer.glorotNormal(), DType.F64, root.fold(1));
    Expr x = images(seed, 4, 6).cast(DType.F64);
    Expr loss =
        Losses.softmaxCrossEntropy(
            second.apply(first.apply(x).relu()), Expr.constant(Tensor.of(0, 1, 2, 3)));
    List<Parameter> parameters = new ArrayList<>(first.parameters().list());
    parameters.addAll(second.parameters().list());
    Report report = GradCheck.of(loss, parameters).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
  }
}
