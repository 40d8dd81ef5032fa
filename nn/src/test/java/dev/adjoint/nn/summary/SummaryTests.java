// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Input;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.layer.Conv2d;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.merge.Merge;
import dev.adjoint.nn.layer.merge.Residual;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of a network, and the operations of a graph counted by hand. */
class SummaryTests {
  private static long count(Expr... outputs) {
    return Operations.of(List.of(outputs));
  }

  @Test
  void productsCountTheirMultiplicationsAndAdditions() {
    Expr a = Expr.input("a", 5, 7);
    Expr b = Expr.input("b", 7, 3);
    assertThat(count(a.matmul(b))).isEqualTo(2 * 5 * 7 * 3);
    Expr many = Expr.input("c", 4, 5, 7);
    assertThat(count(many.matmul(Expr.input("d", 4, 7, 3)))).isEqualTo(4 * 2 * 5 * 7 * 3);
    // Both products of the way back have as many as the product itself.
    List<Expr> gradients = Autodiff.grad(a.matmul(b).square().sum(), a, b);
    long all = Operations.of(gradients);
    assertThat(all).isBetween(3L * 2 * 5 * 7 * 3, 3L * 2 * 5 * 7 * 3 + 100);
  }

  @Test
  void convolutionsCountAWindowForEachElement() {
    Expr x = Expr.input("x", 2, 4, 8, 8);
    Expr w = Expr.input("w", 6, 4, 3, 3);
    Expr y = Convolutions.conv2d(x, w);
    assertThat(count(y)).isEqualTo(2L * (2 * 6 * 6 * 6) * (4 * 3 * 3));
    List<Expr> gradients = Autodiff.grad(y.square().sum(), x, w);
    // Each way back has as many again, beside that of the output and its double.
    for (Expr gradient : gradients) {
      long forward = 2L * (2 * 6 * 6 * 6) * (4 * 3 * 3);
      assertThat(count(gradient)).isBetween(2 * forward, 2 * forward + 4 * (2 * 6 * 6 * 6));
    }
  }

  @Test
  void elementsCountOnceAndViewsAndIntegersNothing() {
    Expr x = Expr.input("x", 6);
    assertThat(count(x.exp())).isEqualTo(6);
    assertThat(count(x.sum())).isEqualTo(6);
    assertThat(count(x.reshape(2, 3).transpose(0, 1))).isZero();
    assertThat(count(x.greater(0).cast(DType.I32).add(1))).isZero();
    // What two outputs share is computed once.
    Expr root = x.sqrt();
    assertThat(count(root.neg(), root.sin())).isEqualTo(18);
  }

  @Test
  void aLoopCountsItsBodyAsOftenAsItRuns() {
    Expr w = Expr.input("w", 4, 4);
    Expr h =
        ControlFlow.scan(
                List.of(Expr.input("h", 2, 4)),
                List.of(),
                9,
                (carry, _) -> Scanned.carrying(carry.getFirst().matmul(w)))
            .carry()
            .getFirst();
    assertThat(count(h)).isEqualTo(9 * 2 * 2 * 4 * 4);
  }

  @Test
  void theTableHasARowForEachLayer() {
    Layer network =
        Sequential.of(
            Sequential.of(Conv2d.of(1, 2, 3, Seed.of(1)), BatchNorm.of(2), Activation.relu()),
            new Flatten(),
            Dense.of(2 * 6 * 6, 10, Seed.of(2)).frozen(),
            (x, _) -> x.mul(2));
    Summary summary = Summary.of(network, TensorType.of(DType.F32, 1, 1, 8, 8));
    assertThat(summary.trained()).isEqualTo(network.parameters().count());
    assertThat(summary.frozen()).isEqualTo(730);
    assertThat(summary.rows())
        .extracting(Summary.Row::path)
        .containsExactly(
            "layers.0.layers.0",
            "layers.0.layers.1",
            "layers.0.layers.2",
            "layers.1",
            "layers.2",
            "layers.3");
    assertThat(summary.outputBytes()).isEqualTo(4L * (72 * 4 + 10 * 2));
    assertThat(summary)
        .hasToString(
            """
            layer                          output           parameters  operations
            layers.0.layers.0  Conv2d      f32[1, 2, 6, 6]          20       1,368
            layers.0.layers.1  BatchNorm   f32[1, 2, 6, 6]           4         292
            layers.0.layers.2  Activation  f32[1, 2, 6, 6]           0          72
            layers.1           Flatten     f32[1, 72]                0           0
            layers.2           Dense       f32[1, 10]              730       1,450
            layers.3           λ           f32[1, 10]                0          10
            all                                                    754       3,192
            24 trained, 730 frozen, 4 states; 3,032 bytes of parameters and states, 1,232 bytes of\
             outputs\
            """);
  }

  @Test
  void functionalAndNestedNetworksHaveARowForEachLayer() {
    Dense shared = Dense.of(4, 4, Seed.of(1));
    Input a = Input.of(4);
    Input b = Input.of(4);
    Functional inner = Functional.of(a, a.then(shared, Activation.tanh()));
    Functional network =
        Functional.of(
            List.of(a, b),
            List.of(
                Merge.concat(1, inner.apply(a), inner.apply(b))
                    .then(Residual.of(Dense.of(8, 8, Seed.of(2))), Dense.of(8, 1, Seed.of(3))),
                b.then(shared.frozen(path -> false))));
    Summary summary = Summary.of(network);
    assertThat(summary.trained()).isEqualTo(20 + 72 + 9);
    assertThat(summary.operations()).isEqualTo(3 * 36 + 2 * 4 + 8 + 136 + 8 + 17);
    assertThat(summary.outputBytes()).isEqualTo(4L * (5 * 4 + 3 * 8 + 1));
    assertThat(summary)
        .hasToString(
            """
            layer                           output     parameters  operations
            layers.0.layers.0  Dense        f32[1, 4]          20          36
            layers.0.layers.1  Activation   f32[1, 4]           0           4
            layers.1.layers.0  Dense        f32[1, 4]          20          36
            layers.1.layers.1  Activation   f32[1, 4]           0           4
            layers.2           Concatenate  f32[1, 8]           0           8
            layers.3.layer     Dense        f32[1, 8]          72         136
            layers.3           Residual     f32[1, 8]           0           8
            layers.4           Dense        f32[1, 1]           9          17
            layers.5           Dense        f32[1, 4]          20          36
            all                                               101         285
            101 trained, 0 frozen, 0 states; 404 bytes of parameters and states, 180 bytes of\
             outputs\
            """);
    TensorType batch = TensorType.of(DType.F32, 32, 4);
    assertThat(Summary.of(network, batch, batch).operations()).isEqualTo(32 * summary.operations());
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Summary.of(network, batch))
        .withMessage(
            "functional: takes 2 inputs, [f32[batch, 4], f32[batch, 4]], got 1: [f32[32, 4]]");
  }

  @Test
  void anInputThatDoesNotFitIsRefusedByTheLayer() {
    Layer network = Sequential.of(Dense.of(3, 2, Seed.of(1)));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Summary.of(network, TensorType.of(DType.F32, 1, 4)))
        .withMessage("layers.0: dense: takes […, 3], got [1, 4]; weight is [3, 2]");
  }
}
