// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;
import dev.adjoint.ops.WindowOptions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Convolution and pooling in all their forms against PyTorch, JAX and Keras; {@code
 * src/test/python/pooling_golden.py} tells the numbers of a key.
 */
class PoolingGoldenTests {
  /** Hands out the numbers of a key. */
  private static final class Numbers {
    private final double[] numbers;
    private final int axes;
    private int next = 1;

    Numbers(double[] numbers) {
      this.numbers = numbers;
      axes = numbers.length == 0 ? 0 : (int) numbers[0];
    }

    int one() {
      return (int) numbers[next++];
    }

    int[] forEachAxis() {
      int[] values = new int[axes];
      Arrays.setAll(values, _ -> one());
      return values;
    }

    Shape window() {
      return Shape.of(forEachAxis());
    }

    WindowOptions strides() {
      return WindowOptions.over(axes).stride(forEachAxis());
    }
  }

  @TestFactory
  Stream<DynamicTest> valuesAndDerivativesAreThoseOfThePeers() {
    return VjpGolden.tests(
        "pooling.txt", 16, (name, numbers, x) -> apply(name, new Numbers(numbers), x));
  }

  private static Expr apply(String name, Numbers n, List<Expr> in) {
    Expr x = in.getFirst();
    return switch (name) {
      case "convTranspose" -> {
        WindowOptions options = n.strides().padding(n.forEachAxis()).dilation(n.forEachAxis());
        yield Convolutions.convTranspose(x, in.get(1), options, n.forEachAxis(), n.one());
      }
      case "convSame" -> {
        WindowOptions options = n.strides().dilation(n.forEachAxis());
        yield Convolutions.conv(
            x, in.get(1), options.same(spatial(x), spatial(in.get(1))), n.one());
      }
      case "depthwise" ->
          Convolutions.depthwiseConv(
              x,
              in.get(1),
              WindowOptions.over(n.axes).stride(n.one()).padding(n.one()).dilation(n.one()));
      case "maxUnpool" -> Pooling.maxUnpool(x, in.get(1), n.forEachAxis());
      case "adaptiveMaxPool" -> Pooling.adaptiveMaxPool(x, n.forEachAxis());
      case "adaptiveAvgPool" -> Pooling.adaptiveAvgPool(x, n.forEachAxis());
      case "globalMaxPool" -> Pooling.globalMaxPool(x);
      case "globalAvgPool" -> Pooling.globalAvgPool(x);
      default -> slide(name, x, n.window(), n.strides(), n);
    };
  }

  private static Expr slide(String name, Expr x, Shape window, WindowOptions options, Numbers n) {
    return switch (name) {
      case "maxPoolSame" -> Pooling.maxPool(x, window, options.same(spatial(x), window));
      case "avgPoolSame" -> Pooling.avgPool(x, window, options.same(spatial(x), window), false);
      case "maxPoolCeil" ->
          Pooling.maxPoolWithIndices(
                  x, window, options.padding(n.forEachAxis()).dilation(n.one()), true)
              .values();
      case "avgPoolCeil" ->
          Pooling.avgPool(x, window, options.padding(n.forEachAxis()), n.one() == 1, true);
      case "lpPool" -> Pooling.lpPool(x, n.one(), window, options);
      default -> throw new AssertionError(name);
    };
  }

  private static Shape spatial(Expr x) {
    return x.shape().slice(2, x.shape().rank());
  }

  @Test
  void meanBeyondPaddingLeavesOutWhatLiesThere() {
    Expr x = Expr.constant(Tensor.of(1.0, 1, 1, 1)).reshape(1, 1, 4);
    WindowOptions options = WindowOptions.over(1).stride(2).padding(1);
    assertThat(Pooling.avgPool(x, Shape.of(3), options, true, true).eval())
        .hasToString("[[[0.66666667 1.         0.5       ]]]");
    assertThat(Pooling.avgPool(x, Shape.of(3), options, true, false).eval())
        .hasToString("[[[0.66666667 1.        ]]]");
  }

  @Test
  void normOfNegativeNumbersIsThatOfTheirAbsoluteValues() {
    Expr x = Expr.constant(Tensor.of(-3.0, -4, 0, 0)).reshape(1, 1, 4);
    Expr y = Pooling.lpPool(x, 2, Shape.of(2), WindowOptions.over(1).stride(2));
    assertThat(y.eval()).hasToString("[[[5. 0.]]]");
    assertThat(Autodiff.grad(y.sum(), x).getFirst().eval())
        .hasToString("[[[-0.6 -0.8  0.   0. ]]]");
  }

  @Test
  void normsPadWithZerosAndDilate() {
    Expr x = Expr.constant(Tensor.of(1.0, 2, 3, 4)).reshape(1, 1, 4);
    WindowOptions options = WindowOptions.over(1).padding(new int[] {1}, new int[] {0});
    assertThat(Pooling.lpPool(x, 1, Shape.of(2), options.dilation(2)).eval())
        .hasToString("[[[2. 4. 6.]]]");
  }

  @Test
  void valuesOfOnePositionAreAdded() {
    Expr x = Expr.constant(Tensor.of(1.0, 2, 4)).reshape(1, 1, 3);
    Expr at = Expr.constant(Tensor.of(3, 0, 3)).reshape(1, 1, 3);
    assertThat(Pooling.maxUnpool(x, at, 4).eval()).hasToString("[[[2. 0. 0. 5.]]]");
  }

  @Test
  void poolingOfEmptyBatchesIsEmpty() {
    Expr x = Expr.input("x", 0, 3, 5, 4);
    assertThat(Pooling.adaptiveAvgPool(x, 2, 2).shape()).isEqualTo(Shape.of(0, 3, 2, 2));
    assertThat(Pooling.adaptiveMaxPool(x, 2, 3).shape()).isEqualTo(Shape.of(0, 3, 2, 3));
    Expr none = Expr.constant(Tensor.of(new double[0])).reshape(0, 3, 5, 4);
    assertThat(Pooling.adaptiveMaxPool(none, 2, 3).eval().shape()).isEqualTo(Shape.of(0, 3, 2, 3));
    assertThat(Pooling.adaptiveAvgPool(none, 2, 3).eval().shape()).isEqualTo(Shape.of(0, 3, 2, 3));
    assertThat(Pooling.globalAvgPool(none).eval().shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void wrongUseIsRefused() {
    Expr x = Expr.input("x", 8, 3, 4, 5);
    WindowOptions over2 = WindowOptions.over(2);
    refused(
        "adaptiveMaxPool: [2] windows for [8, 3, 4, 5]: needs batch, channels and a positive number"
            + " for each other axis",
        () -> Pooling.adaptiveMaxPool(x, 2));
    refused(
        "adaptiveAvgPool: axis 3 of [8, 3, 4, 0] has no elements",
        () -> Pooling.adaptiveAvgPool(Expr.input("x", 8, 3, 4, 0), 2, 2));
    refused(
        "globalAvgPool: input must have batch, channels and spatial axes: [8, 3]",
        () -> Pooling.globalAvgPool(Expr.input("x", 8, 3)));
    refused(
        "lpPool: input must have 4 axes, batch, channels and 2 spatial: [8, 3, 4]",
        () -> Pooling.lpPool(Expr.input("x", 8, 3, 4), 2, Shape.of(2, 2), over2));
    refused(
        "lpPool: a window of [5, 1] does not fit into [4, 5]: it reaches over 5 of 4 elements on"
            + " axis 0; pad more",
        () -> Pooling.lpPool(x, 2, Shape.of(5, 1), over2));
    refused(
        "same: [4, 5] and [3] are no extents of 2 spatial axes",
        () -> over2.same(Shape.of(4, 5), Shape.of(3)));
    refused(
        "same: strides must be 1 or more: [0, 0]",
        () -> over2.stride(0).same(Shape.of(4, 5), Shape.of(3, 3)));
    Expr w = Expr.input("w", 3, 2, 2, 2);
    refused(
        "convTranspose2d: output padding [1]: give one number for each of 2 axes, 0 or more",
        () -> Convolutions.convTranspose(x, w, over2.stride(2), new int[] {1}, 1));
    refused(
        "convTranspose2d: [8, 2, 10, 10] convolved by [3, 2, 2, 2] gives [8, 3, 5, 5], not"
            + " [8, 3, 4, 5]",
        () -> Convolutions.convTranspose(x, w, over2.stride(2), new int[] {2, 0}, 1));
  }

  private static void refused(String message, Runnable use) {
    assertThatThrownBy(use::run).isInstanceOf(ShapeException.class).hasMessage(message);
  }
}
