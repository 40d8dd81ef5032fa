// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Values and derivatives of the first and second order of convolution and pooling against figures
 * of PyTorch. All are exact: the inputs are such that no sum or product of them is rounded, in
 * either precision.
 */
class WindowGoldenTests {
  private static final List<GoldenFile.Case> CASES = GoldenFile.read("window.txt");

  @TestFactory
  Stream<DynamicTest> valuesMatch() {
    return tests(c -> !c.key().endsWith(" vjp"), Bound.EXACT);
  }

  @TestFactory
  Stream<DynamicTest> derivativesMatch() {
    return tests(c -> c.key().endsWith(" vjp"), Bound.derivative(0, 0));
  }

  /** Chooses cases. */
  private interface Choice {
    boolean test(GoldenFile.Case c);
  }

  private static Stream<DynamicTest> tests(Choice choice, Bound bound) {
    return CASES.stream()
        .filter(choice::test)
        .flatMap(c -> Stream.of(DType.F32, DType.F64).map(dtype -> test(c, dtype, bound)));
  }

  private static DynamicTest test(GoldenFile.Case c, DType dtype, Bound bound) {
    return DynamicTest.dynamicTest(
        c + " " + dtype,
        () -> {
          List<Tensor> inputs = c.inputs().stream().map(x -> cast(x, dtype)).toList();
          List<Tensor> actual = Evaluation.evaluate(inputs, x -> apply(c.key(), x));
          assertThat(actual).hasSameSizeAs(c.outputs());
          for (int i = 0; i < actual.size(); i++) {
            Tensor expected = cast(c.outputs().get(i), dtype);
            bound.check(actual.get(i), expected, expected);
          }
        });
  }

  private static Tensor cast(Tensor x, DType dtype) {
    return x.dtype().isFloating() ? x.cast(dtype) : x;
  }

  private static List<Expr> apply(String key, List<Expr> x) {
    if (key.endsWith(" dx vjp")) {
      return vjp(vjp(apply(key.replace(" dx vjp", ""), x), x.get(2)).get(0), x.get(3));
    }
    if (key.endsWith(" dw vjp")) {
      return vjp(vjp(apply(key.replace(" dw vjp", ""), x), x.get(2)).get(1), x.get(3));
    }
    return key.endsWith(" vjp")
        ? vjp(apply(key.replace(" vjp", ""), x), x.getLast())
        : value(key, x);
  }

  /** Returns the derivatives by the inputs of the node of {@code y}, times {@code dy}. */
  private static List<Expr> vjp(List<Expr> y, Expr dy) {
    return vjp(y.getFirst(), dy);
  }

  private static List<Expr> vjp(Expr y, Expr dy) {
    List<Expr> outputs = y.node().outputTypes().size() == 1 ? List.of(y) : both(y);
    List<Expr> cotangents = outputs.size() == 1 ? List.of(dy) : List.of(dy, Expr.none());
    List<Expr> inputs = y.node().inputs().stream().map(Expr::of).toList();
    return ((Differentiable) y.node().op()).vjp(inputs, outputs, cotangents);
  }

  private static List<Expr> both(Expr y) {
    return List.of(Expr.of(y.node().output(0)), Expr.of(y.node().output(1)));
  }

  private static List<Expr> value(String key, List<Expr> x) {
    Iterator<String> words = Splitter.on(' ').split(key).iterator();
    String name = words.next();
    int axes = next(words, 1)[0];
    return switch (name) {
      case "conv" ->
          List.of(Convolutions.conv(x.get(0), x.get(1), options(words, axes), next(words, 1)[0]));
      case "convTranspose" ->
          List.of(
              Convolutions.convTranspose(
                  x.get(0), x.get(1), options(words, axes), next(words, 1)[0]));
      case "maxPool" ->
          both(Pooling.maxPool(x.get(0), Shape.of(next(words, axes)), options(words, axes)));
      case "avgPool" ->
          List.of(
              Pooling.avgPool(
                  x.get(0),
                  Shape.of(next(words, axes)),
                  options(words, axes),
                  next(words, 1)[0] == 1));
      default -> throw new AssertionError(key);
    };
  }

  private static WindowOptions options(Iterator<String> words, int axes) {
    return WindowOptions.over(axes)
        .stride(next(words, axes))
        .padding(next(words, axes), next(words, axes))
        .dilation(next(words, axes));
  }

  private static int[] next(Iterator<String> words, int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, _ -> Integer.parseInt(words.next()));
    return numbers;
  }
}
