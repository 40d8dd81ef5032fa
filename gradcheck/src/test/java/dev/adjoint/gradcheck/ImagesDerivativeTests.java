// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.GridPadding;
import dev.adjoint.ops.Images;
import dev.adjoint.ops.Interpolation;
import dev.adjoint.ops.catalog.Arg;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The functions of images, to the second order. */
class ImagesDerivativeTests {
  /** Functions by name, each of four planes of 4 × 2 numbers that lie apart. */
  private static Map<String, UnaryOperator<Expr>> functions() {
    Map<String, UnaryOperator<Expr>> f = new LinkedHashMap<>();
    for (Interpolation how : Interpolation.values()) {
      f.put("resize up " + how, x -> Images.resize(x, how, 5, 4));
      f.put("resize down " + how, x -> Images.resize(x, how, 3, 1));
    }
    for (GridPadding padding : GridPadding.values()) {
      for (boolean align : new boolean[] {false, true}) {
        String options = " " + padding + (align ? " aligned" : "");
        f.put("gridSample" + options, x -> Images.gridSample(x, grid(x), padding, align));
        f.put("nearest" + options, x -> Images.gridSampleNearest(x, grid(x), padding, align));
      }
    }
    f.put("pixelShuffle", x -> Images.pixelShuffle(x, 2));
    f.put("pixelUnshuffle", x -> Images.pixelUnshuffle(x, 2));
    f.put("localResponseNorm", x -> Images.localResponseNorm(x, 3, 0.5, 0.75, 1));
    f.put("centerCrop", x -> Images.centerCrop(x, 2, 1));
    f.put("zeroPad", x -> Images.zeroPad(x, new int[] {1, 0}, new int[] {0, 2}));
    return f;
  }

  /** Returns places, some of them beyond the edge, that depend on the input. */
  private static Expr grid(Expr x) {
    return x.flatten().slice(0, 0, 12).mul(0.37).add(0.1).reshape(1, 3, 2, 2);
  }

  @TestFactory
  Stream<DynamicTest> derivativesAreRight() {
    Tensor x = Arg.distinct(1, 4, 4, 2).draw(DType.F64, new SplittableRandom(7));
    return functions().entrySet().stream()
        .map(f ->
            dynamicTest(
                f.getKey(),
                () ->
                    GradCheck.of(List.of(x), in -> f.getValue().apply(in.getFirst()).square())
                        .order(2)
                        .assertCorrect()));
  }
}
