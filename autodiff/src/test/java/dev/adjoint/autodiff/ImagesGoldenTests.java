// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.GridPadding;
import dev.adjoint.ops.Images;
import dev.adjoint.ops.Interpolation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Images in other sizes and arrangements against PyTorch and JAX; {@code
 * src/test/python/images_golden.py} tells the numbers of a key.
 */
class ImagesGoldenTests {
  @TestFactory
  Stream<DynamicTest> valuesAndDerivativesAreThoseOfThePeers() {
    return VjpGolden.tests("images.txt", 32, ImagesGoldenTests::apply);
  }

  private static Expr apply(String name, double[] n, List<Expr> in) {
    Expr x = in.getFirst();
    return switch (name) {
      case "gridSample" -> {
        GridPadding padding = GridPadding.values()[(int) n[1]];
        yield n[0] == 1
            ? Images.gridSample(x, in.get(1), padding, n[2] == 1)
            : Images.gridSampleNearest(x, in.get(1), padding, n[2] == 1);
      }
      case "pixelShuffle" -> Images.pixelShuffle(x, (int) n[0]);
      case "pixelUnshuffle" -> Images.pixelUnshuffle(x, (int) n[0]);
      case "localResponseNorm" -> Images.localResponseNorm(x, (int) n[0], n[1], n[2], n[3]);
      default -> {
        int[] sizes = Arrays.stream(n).mapToInt(v -> (int) v).toArray();
        yield Images.resize(x, Interpolation.valueOf(name), sizes);
      }
    };
  }

  private static String resized(Interpolation interpolation, int from, int to) {
    Expr line = Expr.constant(Tensor.arange(DType.F64, from)).reshape(1, 1, from);
    return Images.resize(line, interpolation, to).flatten().eval().toString();
  }

  @Test
  void nearestTakesTheElementUnderTheCentreOrUnderTheEdge() {
    assertThat(resized(Interpolation.NEAREST, 3, 8)).isEqualTo("[0. 0. 0. 1. 1. 2. 2. 2.]");
    assertThat(resized(Interpolation.NEAREST_FLOOR, 3, 8)).isEqualTo("[0. 0. 0. 1. 1. 1. 2. 2.]");
    assertThat(resized(Interpolation.NEAREST, 5, 2)).isEqualTo("[1. 3.]");
    assertThat(resized(Interpolation.NEAREST_FLOOR, 5, 2)).isEqualTo("[0. 2.]");
    assertThat(resized(Interpolation.NEAREST, 5, 3)).isEqualTo("[0. 2. 4.]");
    assertThat(resized(Interpolation.NEAREST, 6, 2)).isEqualTo("[1. 4.]");
    assertThat(resized(Interpolation.NEAREST_FLOOR, 6, 2)).isEqualTo("[0. 3.]");
  }

  @Test
  void sizesDecideNotFactors() {
    // A factor of 1.3 would make 6 of 5 elements too, at 0, .6538, 1.4231 …
    assertThat(resized(Interpolation.LINEAR, 5, 6))
        .isEqualTo("[0.         0.75       1.58333333 2.41666667 3.25       4.        ]");
    assertThat(resized(Interpolation.LINEAR_ALIGNED, 5, 6)).isEqualTo("[0.  0.8 1.6 2.4 3.2 4. ]");
    assertThat(resized(Interpolation.LINEAR_ALIGNED, 5, 1)).isEqualTo("[0.]");
  }

  @Test
  void infinitiesReachNoFurtherThanTheirElements() {
    // The first is (0.6875·1 + 0.9375·2 + 0.5625·3 + 0.1875·4)/2.375.
    double[] numbers = {1, 2, 3, 4, 5, 6, 7, Double.POSITIVE_INFINITY};
    Expr line = Expr.constant(Tensor.of(numbers)).reshape(1, 1, 8);
    assertThat(Images.resize(line, Interpolation.LINEAR_ANTIALIASED, 3).flatten().eval())
        .hasToString("[2.10526316 4.5               inf]");
  }

  @Test
  void shufflesOfAnyNumberOfAxesUndoEachOther() {
    for (int[] dims : new int[][] {{1, 4, 6}, {2, 3, 2, 4}, {1, 2, 4, 2, 2}, {0, 3, 2, 4}}) {
      Tensor x = Tensor.arange(DType.F64, Shape.of(dims).size()).reshape(Shape.of(dims));
      Expr small = Images.pixelUnshuffle(Expr.constant(x), 2);
      assertThat(Images.pixelShuffle(small, 2).eval()).isEqualTo(x);
      assertThat(small.shape().dim(1)).isEqualTo(dims[1] << (dims.length - 2));
    }
  }

  @Test
  void partsAndEdgesAreThoseOfThePlanes() {
    Expr x = Expr.constant(Tensor.arange(DType.F64, 12)).reshape(1, 1, 3, 4);
    assertThat(Images.crop(x, new int[] {1, 0}, 2, 3).flatten().eval())
        .hasToString("[ 4.  5.  6.  8.  9. 10.]");
    assertThat(Images.centerCrop(x, 1, 2).flatten().eval()).hasToString("[5. 6.]");
    assertThat(Images.centerCrop(x, 2, 1).flatten().eval()).hasToString("[1. 5.]");
    assertThat(
            Images.zeroPad(
                    Images.crop(x, new int[] {2, 3}, 1, 1), new int[] {0, 1}, new int[] {1, 0})
                .eval())
        .hasToString("[[[[ 0. 11.]\n   [ 0.  0.]]]]");
  }

  @Test
  void wrongUseIsRefused() {
    Expr x = Expr.input("x", 8, 3, 4, 5);
    refused(
        "resize: [7] for [8, 3, 4, 5]: give one number for each of 2 spatial axes",
        () -> Images.resize(x, Interpolation.NEAREST, 7));
    refused(
        "resize: [8, 3, 4, 5] to [7, 0]: every extent must be positive",
        () -> Images.resize(x, Interpolation.LINEAR, 7, 0));
    refused(
        "resize: needs a floating operand, got i32[8, 3, 4]; cast it",
        () ->
            Images.resize(
                Expr.input("x", TensorType.of(DType.I32, 8, 3, 4)), Interpolation.LINEAR, 7));
    refused(
        "gridSample: needs images [batch, channels, spatial…] and a coordinate for each spatial"
            + " axis along the last axis of a grid [batch, …], got f32[8, 3, 4, 5], f32[8, 2, 2,"
            + " 3]",
        () -> Images.gridSample(x, Expr.input("g", 8, 2, 2, 3), GridPadding.ZEROS, false));
    refused(
        "gridSample: images [8, 3, 0, 5] have no elements",
        () ->
            Images.gridSample(
                Expr.input("x", 8, 3, 0, 5),
                Expr.input("g", 8, 2, 2, 2),
                GridPadding.ZEROS,
                false));
    refused(
        "pixelShuffle: channels of [8, 3, 4, 5] are no multiple of 2^2",
        () -> Images.pixelShuffle(x, 2));
    refused("pixelShuffle: factor 0 for [8, 3, 4, 5]", () -> Images.pixelShuffle(x, 0));
    refused(
        "pixelUnshuffle: extent of axis 3 of [8, 3, 4, 5] is no multiple of 2",
        () -> Images.pixelUnshuffle(x, 2));
    refused(
        "localResponseNorm: input must have batch, channels and spatial axes: [8, 3]",
        () -> Images.localResponseNorm(Expr.input("x", 8, 3), 3, 1, 1, 1));
    refused(
        "crop: [2, 2] from [3, 0] on does not lie within [8, 3, 4, 5]",
        () -> Images.crop(x, new int[] {3, 0}, 2, 2));
  }

  private static void refused(String message, Runnable use) {
    assertThatThrownBy(use::run).isInstanceOf(ShapeException.class).hasMessage(message);
  }
}
