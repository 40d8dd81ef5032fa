// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import org.junit.jupiter.api.Test;

/** How windows slide, and the functions that slide them. */
class WindowOptionsTests {
  @Test
  void maxPoolingSaysWhereTheLargestAre() {
    Expr x = Expr.constant(Tensor.of(DType.F32, Shape.of(1, 1, 2, 4), 1, 5, 2, 2, 7, 3, 0, 2));
    Pooling.MaxPooled y =
        Pooling.maxPoolWithIndices(x, Shape.of(2, 2), WindowOptions.over(2).stride(2));
    assertThat(y.values().eval()).isEqualTo(Tensor.of(DType.F32, Shape.of(1, 1, 1, 2), 7, 2));
    assertThat(y.indices().eval()).isEqualTo(Tensor.of(DType.I32, Shape.of(1, 1, 1, 2), 4, 2));
    assertThat(x.flatten().gather(0, y.indices().flatten()).eval())
        .isEqualTo(y.values().flatten().eval());
  }

  @Test
  void oneNumberServesForAllAxes() {
    assertThat(WindowOptions.over(3).stride(2).padding(1).dilation(4))
        .isEqualTo(WindowOptions.over(3).stride(2, 2, 2).padding(1, 1, 1).dilation(4, 4, 4));
  }

  @Test
  void otherwiseThereIsOneNumberForEachAxis() {
    assertThatThrownBy(() -> WindowOptions.over(3).stride(1, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "windowOptions: strides [1, 2] for 3 axes: give one number for all or one for each");
  }

  @Test
  void printsWhatIsNotUsual() {
    assertThat(WindowOptions.over(2)).hasToString("axes=2");
    assertThat(WindowOptions.over(1).stride(2).padding(1).dilation(3))
        .hasToString("axes=1, strides=[2], padding=[1], dilations=[3]");
    assertThat(WindowOptions.over(1).padding(new int[] {1}, new int[] {0}))
        .hasToString("axes=1, low=[1], high=[0]");
  }

  @Test
  void windowHasAsManyPlacesAsItReaches() {
    WindowOptions options = WindowOptions.over(2).stride(2, 3).padding(1).dilation(1, 2);
    assertThat(options.outputPositions("conv2d", Shape.of(7, 7), Shape.of(3, 3)))
        .isEqualTo(Shape.of(4, 2));
  }

  @Test
  void methodsWithNumbersSlideByThem() {
    Expr x = Expr.input("x", 8, 3, 32, 32);
    Expr w = Expr.input("w", 16, 3, 5, 5);
    assertThat(Convolutions.conv2d(x, w).shape()).isEqualTo(Shape.of(8, 16, 28, 28));
    assertThat(Convolutions.conv2d(x, w, 2, 2).shape()).isEqualTo(Shape.of(8, 16, 16, 16));
    assertThat(Pooling.maxPool2d(x, 2).shape()).isEqualTo(Shape.of(8, 3, 16, 16));
    assertThat(Pooling.maxPool2d(x, 3, 2, 1).shape()).isEqualTo(Shape.of(8, 3, 16, 16));
    assertThat(Pooling.avgPool2d(x, 4).shape()).isEqualTo(Shape.of(8, 3, 8, 8));
    assertThat(Pooling.avgPool2d(x, 3, 1, 0).shape()).isEqualTo(Shape.of(8, 3, 30, 30));
    assertThat(
            Convolutions.conv1d(Expr.input("x", 1, 2, 9), Expr.input("w", 4, 2, 3), 2, 1).shape())
        .isEqualTo(Shape.of(1, 4, 5));
    assertThat(
            Convolutions.conv3d(
                    Expr.input("x", 1, 2, 4, 4, 4), Expr.input("w", 3, 2, 2, 2, 2), 2, 0)
                .shape())
        .isEqualTo(Shape.of(1, 3, 2, 2, 2));
  }

  @Test
  void transposedConvolutionHasTheSmallestSizeUnlessTold() {
    Expr x = Expr.input("x", 8, 6, 4, 4);
    Expr w = Expr.input("w", 6, 5, 3, 3);
    WindowOptions options = WindowOptions.over(2).stride(2).padding(1);
    assertThat(Convolutions.convTranspose(x, w, options, 2).shape())
        .isEqualTo(Shape.of(8, 10, 7, 7));
    assertThat(Convolutions.convTranspose(x, w, options, 2, 8, 7).shape())
        .isEqualTo(Shape.of(8, 10, 8, 7));
    assertThatThrownBy(() -> Convolutions.convTranspose(Expr.input("x", 8, 6, 4), w, options, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "convTranspose2d: input and filter must have 4 axes, two and 2 spatial: [8, 6, 4],"
                + " [6, 5, 3, 3]");
  }
}
