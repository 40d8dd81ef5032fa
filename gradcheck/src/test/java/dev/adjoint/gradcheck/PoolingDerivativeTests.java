// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.catalog.Arg;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The functions of convolution and pooling that are made of several ops, to the second order. */
class PoolingDerivativeTests {
  private static final WindowOptions OVER = WindowOptions.over(2);

  /** Functions by name, each of two planes of 5 × 4 numbers that lie apart. */
  private static Map<String, UnaryOperator<Expr>> functions() {
    Shape window = Shape.of(2, 3);
    Shape plane = Shape.of(5, 4);
    WindowOptions by2 = OVER.stride(2);
    Map<String, UnaryOperator<Expr>> f = new LinkedHashMap<>();
    f.put("maxPool same", x -> Pooling.maxPool(x, window, by2.same(plane, window)));
    f.put("avgPool same", x -> Pooling.avgPool(x, window, OVER.same(plane, window), true));
    for (boolean ceil : new boolean[] {false, true}) {
      f.put(
          "maxPool ceil " + ceil,
          x -> Pooling.maxPoolWithIndices(x, window, by2.padding(1), ceil).values());
      for (boolean count : new boolean[] {false, true}) {
        f.put(
            "avgPool ceil " + ceil + " count " + count,
            x -> Pooling.avgPool(x, window, by2.padding(1), count, ceil));
      }
    }
    for (double p : new double[] {1, 2, 3.5, Double.POSITIVE_INFINITY}) {
      f.put("lpPool " + p, x -> Pooling.lpPool(x, p, window, by2.dilation(2, 1).padding(0, 1)));
    }
    f.put("globalMaxPool", Pooling::globalMaxPool);
    f.put("globalAvgPool", Pooling::globalAvgPool);
    f.put("adaptiveMaxPool even", x -> Pooling.adaptiveMaxPool(x, 1, 2));
    f.put("adaptiveMaxPool", x -> Pooling.adaptiveMaxPool(x, 3, 3));
    f.put("adaptiveAvgPool even", x -> Pooling.adaptiveAvgPool(x, 5, 2));
    f.put("adaptiveAvgPool", x -> Pooling.adaptiveAvgPool(x, 3, 7));
    f.put("maxUnpool", PoolingDerivativeTests::unpooled);
    f.put("conv same", PoolingDerivativeTests::convolvedToTheSameSize);
    f.put("depthwise", x -> Convolutions.depthwiseConv(x, filter(x, 4, 1), OVER.padding(1)));
    f.put(
        "convTranspose",
        x -> Convolutions.convTranspose(x, filter(x, 2, 3), by2, new int[] {1, 0}, 1));
    return f;
  }

  private static Expr unpooled(Expr x) {
    var pooled = Pooling.maxPoolWithIndices(x, Shape.of(2, 2), OVER.stride(2));
    return Pooling.maxUnpool(pooled.values(), pooled.indices(), 5, 4);
  }

  private static Expr convolvedToTheSameSize(Expr x) {
    WindowOptions options = OVER.stride(2).same(Shape.of(5, 4), Shape.of(2, 2));
    return Convolutions.conv(x, filter(x, 3, 2), options, 1);
  }

  /** Returns a filter of 2 × 2 taps that depends on the input. */
  private static Expr filter(Expr x, int first, int second) {
    return x.flatten().slice(0, 0, first * second * 4).sin().reshape(first, second, 2, 2);
  }

  @TestFactory
  Stream<DynamicTest> derivativesAreRight() {
    Tensor x = Arg.distinct(1, 2, 5, 4).draw(DType.F64, new SplittableRandom(5));
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
