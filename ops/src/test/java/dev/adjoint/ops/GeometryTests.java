// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** That geometry is computed exactly, and refused in one form where a tensor cannot be so large. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GeometryTests {
  private static final int MAX = Integer.MAX_VALUE;
  private static final int MIN = Integer.MIN_VALUE;
  private static final List<Integer> EXTREME =
      List.of(0, 1, -1, 2, MAX, MIN, MAX / 2 + 1, 65536, 7);

  /** What makes an expression of some numbers. */
  private interface Maker {
    Expr of(int[] p);
  }

  private static final Expr ROW = Expr.input("row", 7);
  private static final Expr MATRIX = Expr.input("matrix", 3, 4);
  private static final Expr HUGE = Expr.input("huge", MAX);
  private static final Expr TALL = Expr.input("tall", 65536, 1);
  private static final Expr EMPTY = Expr.input("empty", 65536, 0, 65536);
  private static final Expr LINE = Expr.input("line", 2, 3, 5);
  private static final Expr LONG_LINE = Expr.input("long line", 1, 1, MAX);
  private static final Expr TAPS = Expr.input("taps", 4, 3, 2);
  private static final Expr INDICES = Expr.input("i", TensorType.of(DType.I32, 65536));

  /** Calls by the number of their parameters. */
  private static Map<String, Maker> calls(int parameters) {
    Map<String, Maker> calls = new LinkedHashMap<>();
    switch (parameters) {
      case 1 -> {
        calls.put("reshape row", p -> ROW.reshape(p));
        calls.put("flattenFrom", p -> EMPTY.flattenFrom(p[0]));
        calls.put("expandDims", p -> MATRIX.expandDims(p));
        calls.put("squeeze", p -> TALL.squeeze(p));
        calls.put("permute", p -> ROW.permute(p));
        calls.put("flip", p -> MATRIX.flip(p));
        calls.put("sum", p -> EMPTY.sum(p));
        calls.put("mean", p -> MATRIX.meanKeepDims(p));
        calls.put("max", p -> MATRIX.max(p));
        calls.put("argMax", p -> MATRIX.argMax(p[0]));
        calls.put("softmax", p -> EMPTY.softmax(p[0]));
        calls.put("logSumExp", p -> EMPTY.logSumExp(p[0]));
        calls.put("gather", p -> EMPTY.gather(p[0], INDICES));
        calls.put("gather rows", p -> TALL.gather(p[0], INDICES));
        calls.put("stack", p -> Expr.stack(p[0], ROW, ROW));
        calls.put("concat huge", p -> Expr.concat(p[0], HUGE));
        calls.put("maxPool2d", p -> Pooling.maxPool2d(Expr.input("x", 1, 1, 8, 8), p[0]));
        calls.put("pow", p -> ROW.pow(p[0]));
        calls.put("pad huge", p -> HUGE.pad(p, new int[] {0}, 0));
        calls.put("broadcast huge", p -> HUGE.broadcastTo(p[0], MAX));
      }
      case 2 -> {
        calls.put("reshape", p -> MATRIX.reshape(p));
        calls.put("reshape tall", p -> TALL.reshape(p[0], p[1], -1));
        calls.put("broadcastTo", p -> TALL.broadcastTo(p));
        calls.put("transpose", p -> MATRIX.transpose(p[0], p[1]));
        calls.put("pad", p -> ROW.pad(new int[] {p[0]}, new int[] {p[1]}, 0));
        calls.put("pad both", p -> MATRIX.pad(p, p, 1));
        calls.put("select", p -> MATRIX.select(p[0], p[1]));
        calls.put("split", p -> ROW.split(0, p).getFirst());
        calls.put("add", p -> TALL.mul(Expr.input("y", Math.max(p[1], 0))).add(p[0]));
        calls.put("conv1d", p -> Convolutions.conv1d(LINE, TAPS, p[0], p[1]));
        calls.put(
            "conv1d long",
            p -> Convolutions.conv1d(LONG_LINE, Expr.input("w", 2, 1, 1), p[0], p[1]));
        calls.put(
            "dilation",
            p ->
                Convolutions.conv(
                    LINE, TAPS, WindowOptions.over(1).dilation(p[0]).padding(p[1]), 1));
        calls.put(
            "groups", p -> Convolutions.conv(LINE, TAPS, WindowOptions.over(1).stride(p[1]), p[0]));
        calls.put(
            "asymmetric padding",
            p ->
                Convolutions.conv(
                    LINE,
                    TAPS,
                    WindowOptions.over(1).padding(new int[] {p[0]}, new int[] {p[1]}),
                    1));
        Expr up = Expr.input("up", 3, 4, 2);
        calls.put(
            "convTranspose",
            p ->
                Convolutions.convTranspose(
                    LINE, up, WindowOptions.over(1).stride(p[0]).padding(p[1]), 1));
        calls.put(
            "convTranspose groups",
            p ->
                Convolutions.convTranspose(
                    LINE,
                    Expr.input("w", 3, 65536, 2),
                    WindowOptions.over(1).dilation(p[1]),
                    p[0]));
        calls.put(
            "maxPool",
            p -> Pooling.maxPool(LONG_LINE, window(p[0]), WindowOptions.over(1).stride(p[1])));
        calls.put(
            "avgPool",
            p ->
                Pooling.avgPool(
                    LINE, window(2), WindowOptions.over(1).padding(p[0]).stride(p[1]), true));
      }
      default -> {
        calls.put("slice", p -> ROW.slice(0, p[0], p[1], p[2]));
        calls.put("slice huge", p -> HUGE.slice(0, p[0], p[1], p[2]));
        calls.put(
            "pool dilation",
            p ->
                Pooling.maxPool(
                    LONG_LINE,
                    window(2),
                    WindowOptions.over(1).padding(p[0]).stride(p[1]).dilation(p[2])));
        calls.put("reshape of three", p -> EMPTY.reshape(p));
      }
    }
    return calls;
  }

  private static Shape window(int extent) {
    return Shape.of(Math.max(extent, 0));
  }

  @TestFactory
  Stream<DynamicTest> extremeParametersGiveAShapeOrARefusalThatNamesTheOp() {
    return Stream.of(1, 2, 3)
        .flatMap(n ->
            calls(n).entrySet().stream()
                .map(call ->
                    DynamicTest.dynamicTest(
                        call.getKey(),
                        () -> {
                          int refused = 0;
                          var all = Lists.cartesianProduct(Collections.nCopies(n, EXTREME));
                          for (List<Integer> p : all) {
                            refused += given(call.getKey() + p, call.getValue(), p) ? 0 : 1;
                          }
                          assertThat(refused).isLessThan(all.size());
                        })));
  }

  /**
   * Returns whether numbers gave an expression; its gradient must have a shape or be refused too.
   */
  private static boolean given(String what, Maker maker, List<Integer> p) {
    try {
      Shape shape = maker.of(p.stream().mapToInt(i -> i).toArray()).shape();
      assertThat(shape.dims().asList()).as(what).allMatch(d -> d >= 0);
      assertThat(product(shape)).as(what).isEqualTo(shape.size());
      return true;
    } catch (ShapeException e) {
      assertThat(e.getMessage()).as(what).matches("(?s)[a-z][a-zA-Z]*[0-9]?d?: .{12,}");
      assertThat(e.getMessage()).as(what).doesNotStartWith("shape: ").doesNotContain(": shape: ");
      return false;
    }
  }

  private static long product(Shape shape) {
    BigInteger size = BigInteger.ONE;
    for (int d : shape.dims().asList()) {
      size = size.multiply(BigInteger.valueOf(d));
    }
    return size.longValueExact();
  }

  @Test
  void extentsAreThoseOfExactArithmetic() {
    for (int low : EXTREME) {
      for (int high : EXTREME) {
        BigInteger sum = BigInteger.valueOf(7).add(big(low)).add(big(high));
        boolean good = low >= 0 && high >= 0 && sum.bitLength() < 32;
        if (good) {
          assertThat(ROW.pad(new int[] {low}, new int[] {high}, 0).shape())
              .isEqualTo(Shape.of(sum.intValueExact()));
        } else {
          assertThatThrownBy(() -> ROW.pad(new int[] {low}, new int[] {high}, 0))
              .isInstanceOf(ShapeException.class)
              .hasMessageStartingWith("pad: ");
        }
      }
    }
    for (int step : List.of(1, 2, MAX, MAX / 2 + 1)) {
      int count = BigInteger.valueOf(MAX + (long) step - 1).divide(big(step)).intValueExact();
      assertThat(HUGE.slice(0, 0, MAX, step).shape()).isEqualTo(Shape.of(count));
    }
    assertThat(ROW.slice(0, 6, -8, MIN).shape()).isEqualTo(Shape.of(1));
    assertThat(HUGE.slice(0, MAX - 1, -MAX - 1, MIN).shape()).isEqualTo(Shape.of(1));
  }

  private static BigInteger big(int value) {
    return BigInteger.valueOf(value);
  }

  @Test
  void aSliceByAnyStepReadsTheRightElements() {
    Expr x = Expr.constant(Tensor.of(1f, 2, 3));
    assertThat(x.slice(0, 2, -4, MIN).eval()).isEqualTo(Tensor.of(3f));
    assertThat(x.slice(0, 1, 3, MAX).eval()).isEqualTo(Tensor.of(2f));
    assertThat(x.slice(0, 2, -4, -2).eval()).isEqualTo(Tensor.of(3f, 1));
  }

  @Test
  void refusalsNameTheOpTheSizesAndTheCure() {
    String cure = "; make it smaller or split it";
    refuses(
        () -> ROW.pad(new int[] {MAX}, new int[] {MAX}, 9),
        "pad: [4294967301] has 4294967301 elements, which is beyond the limit of 2147483647"
            + cure);
    refuses(
        () -> Expr.concat(0, HUGE, HUGE),
        "concat: [4294967294] has 4294967294 elements, which is beyond the limit of 2147483647"
            + cure);
    refuses(
        () -> TALL.broadcastTo(65536, 65536),
        "broadcastTo: [65536, 65536] has 4294967296 elements, which is beyond the limit of"
            + " 2147483647"
            + cure);
    refuses(
        () -> TALL.add(Expr.input("y", 65536)),
        "add: [65536, 65536] has 4294967296 elements, which is beyond the limit of 2147483647"
            + cure);
    refuses(
        () -> EMPTY.gather(1, INDICES.expandDims(0)),
        "gather: [65536, 1, 65536, 65536] has 281474976710656 elements, which is beyond the limit"
            + " of 2147483647"
            + cure);
    refuses(
        () -> Tensor.eye(DType.F32, 65536),
        "eye: [65536, 65536] has 4294967296 elements, which is beyond the limit of 2147483647"
            + cure);
    refuses(
        () -> EMPTY.sum(1),
        "sum: [65536, 65536] has 4294967296 elements, which is beyond the limit of 2147483647"
            + cure);
    refuses(
        () -> Expr.concat(0, Expr.input("x", MAX, 0), Expr.input("x", 1, 0)),
        "concat: [2147483648, 0] has an extent beyond the limit of 2147483647" + cure);
    refuses(
        () -> Convolutions.conv1d(LINE, TAPS, MAX, MAX),
        "conv1d: [5] is padded by 2147483647 and 2147483647 to 4294967299 elements on axis 0,"
            + " beyond the limit of 2147483647; pad less");
    refuses(() -> ROW.split(0, -1, 8), "split: lengths must not be negative: [-1, 8] of [7]");
    refuses(
        () -> MATRIX.reshape(65536, 65536, -1),
        "reshape: nothing whole fits for -1: [3, 4] → [65536, 65536, -1] (12 elements)");
    refuses(
        () -> MATRIX.reshape(-2, 6),
        "reshape: extents must not be negative, but for one -1: [3, 4] → [-2, 6]");
    refuses(() -> Tensor.arange(DType.I32, -1), "arange: n must not be negative: -1");
    refuses(() -> Tensor.linspace(DType.F64, 0, 1, 0), "linspace: n must be positive: 0");
    refuses(
        () -> INDICES.oneHot(MAX, DType.F32),
        "oneHot: [65536, 2147483647] has 140737488289792 elements, which is beyond the limit of"
            + " 2147483647"
            + cure);
  }

  private static void refuses(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  @Test
  void poolingRefusesTheFirstPlaceOnPaddingAlone() {
    for (int low = 0; low < 8; low++) {
      for (int stride = 1; stride < 5; stride++) {
        for (int dilation = 1; dilation < 6; dilation++) {
          for (int taps = 1; taps < 5; taps++) {
            for (int extent = 1; extent < 5; extent++) {
              pool(low, stride, dilation, taps, extent);
            }
          }
        }
      }
    }
  }

  private static void pool(int low, int stride, int dilation, int taps, int extent) {
    int high = 3;
    WindowOptions options =
        WindowOptions.over(1)
            .stride(stride)
            .dilation(dilation)
            .padding(new int[] {low}, new int[] {high});
    int reach = (taps - 1) * dilation + 1;
    if (reach > extent + low + high) {
      return;
    }
    int places = (extent + low + high - reach) / stride + 1;
    int bad = -1;
    for (int place = places - 1; place >= 0; place--) {
      int start = place * stride - low;
      boolean found =
          Arrays.stream(new int[] {0, 1, 2, 3})
              .filter(tap -> tap < taps)
              .map(tap -> start + tap * dilation)
              .anyMatch(at -> at >= 0 && at < extent);
      bad = found ? bad : place;
    }
    Expr x = Expr.input("x", 1, 1, extent);
    if (bad < 0) {
      assertThat(Pooling.maxPool(x, Shape.of(taps), options).shape())
          .isEqualTo(Shape.of(1, 1, places));
    } else {
      assertThatThrownBy(() -> Pooling.maxPool(x, Shape.of(taps), options))
          .hasMessageContaining("at output position " + bad + " of axis 2");
    }
  }
}
