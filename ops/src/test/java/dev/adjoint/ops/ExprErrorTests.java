// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the methods of an expression say to wrong uses, beside what their ops refuse. */
class ExprErrorTests {
  private static final Expr X = Expr.input("x", 2, 3);
  private static final Expr SCALAR = Expr.input("scalar");
  private static final Expr LABELS = Expr.input("labels", TensorType.of(DType.I32, 2));

  private static final Map<String, ThrowingCallable> ERRORS =
      Map.ofEntries(
          Map.entry("sum: axis 2 of [2, 3]: axes go from -2 to 1", () -> X.sum(2)),
          Map.entry("mean: axis -3 of [2, 3]: axes go from -2 to 1", () -> X.mean(-3)),
          Map.entry("max: axis 1 occurs twice in [1, -1] of [2, 3]", () -> X.max(1, -1)),
          Map.entry("min: axis 0 of []: a scalar has no axes", () -> SCALAR.min(0)),
          Map.entry("argMax: axis 2 of [2, 3]: axes go from -2 to 1", () -> X.argMax(2)),
          Map.entry("softmax: axis 0 of []: a scalar has no axes", () -> SCALAR.softmax(0)),
          Map.entry(
              "reshape: more than one extent is -1: [2, 3] → [-1, -1]", () -> X.reshape(-1, -1)),
          Map.entry(
              "expandDims: axes [4] of [2, 3]: name different ones from -3 to 2",
              () -> X.expandDims(4)),
          Map.entry(
              "expandDims: axes [0, -4] of [2, 3]: name different ones from -4 to 3",
              () -> X.expandDims(0, -4)),
          Map.entry("squeeze: axis 0 of [2, 3] has extent 2, not 1", () -> X.squeeze(0)),
          Map.entry("permute: axes [0] of [2, 3]: name each axis once", () -> X.permute(0)),
          Map.entry("transpose: axis -2 of [2]: axes go from -1 to 0", LABELS::t),
          Map.entry("slice: 1:4:1 on axis 1 of [2, 3]: reaches outside", () -> X.slice(1, 1, 4)),
          Map.entry("slice: -4:2:1 on axis 1 of [2, 3]: reaches outside", () -> X.slice(1, -4, 2)),
          Map.entry(
              "slice: 2:1:1 on axis 1 of [2, 3]: stops before it starts", () -> X.slice(1, 2, 1)),
          Map.entry(
              "slice: 1:2:-1 on axis 1 of [2, 3]: stops before it starts",
              () -> X.slice(1, 1, 2, -1)),
          Map.entry(
              "slice: 0:2:0 on axis 1 of [2, 3]: the step must not be 0",
              () -> X.slice(1, 0, 2, 0)),
          Map.entry(
              "slice: starts [0], stops [1], steps [1] of [2, 3]: give one an axis",
              () -> X.slice(new int[] {0}, new int[] {1})),
          Map.entry("select: index 3 is not on axis 1 of [2, 3]", () -> X.select(1, 3)),
          Map.entry("flip: axis 2 of [2, 3]: axes go from -2 to 1", () -> X.flip(2)),
          Map.entry(
              "split: lengths [1, 1] do not add up to the extent of axis 1 of [2, 3]",
              () -> X.split(1, 1, 1)),
          Map.entry(
              "pad: low [0, -1], high [0, 0] for [2, 3]: must not be negative; slice instead",
              () -> X.pad(new int[] {0, -1}, new int[2], 0)),
          Map.entry(
              "pad: REFLECT by 0 and 3 on axis 1 of [2, 3]: from 0 to 2 elements are there to take",
              () -> X.pad(new int[2], new int[] {0, 3}, PadMode.REFLECT)),
          Map.entry("rot90: axes 1 and -1 of [2, 3]: name two", () -> X.rot90(1, 1, -1)),
          Map.entry(
              "tile: repetitions must not be negative: [2, -1] of [2, 3]", () -> X.tile(2, -1)),
          Map.entry(
              "fold: 2 windows of 3, each 1 further, on axis 0 of [2, 3] are not those of an extent"
                  + " of 5",
              () -> X.fold(0, 5, 1)),
          Map.entry("tril: needs matrices, got i32[2]", () -> LABELS.tril(0)),
          Map.entry(
              "diag: needs a line or a matrix, got []; use diagonal or diagEmbed", SCALAR::diag),
          Map.entry("meshgrid: needs lines, got f32[2, 3]", () -> Expr.meshgrid(LABELS, X)),
          Map.entry(
              "topK: 4 elements of axis 1 of [2, 3]: there are not so many",
              () -> Sorting.topK(X, 1, 4)),
          Map.entry(
              "kthValue: smallest element number 0 of axis 1 of [2, 3]: they count from 1",
              () -> Sorting.kthValue(X, -1, 0)),
          Map.entry(
              "unique: 6 elements, with room for 0: both must be positive",
              () -> Sorting.unique(X, 0)),
          Map.entry(
              "binCount: needs i32 or i64, got f32[2, 3]; cast it", () -> Sorting.binCount(X, 3)),
          Map.entry("norm: needs a floating operand, got i32[2]; cast it", () -> LABELS.norm(2)),
          Map.entry(
              "median: no element along axes [0] of [0]; there is no quantile of none",
              () -> Expr.input("x", 0).median()),
          Map.entry(
              "gatherNd: indices of f32[2, 3] must be i32 or i64, with 1 to 2 coordinates along the"
                  + " last axis, got i32[3]",
              () -> X.gatherNd(Expr.input("i", TensorType.of(DType.I32, 3)))),
          Map.entry(
              "addAlongAxis: needs i32 or i64 indices of the shape of f32[2, 3] but for axis 1, and"
                  + " updates of their shape, got i32[2] and f32[2, 3]",
              () -> X.addAlongAxis(1, LABELS, X)),
          Map.entry(
              "maskedSelect: needs a bool mask, got f32[2, 3]; cast it",
              () -> X.maskedSelect(X, 2, 0)),
          Map.entry(
              "segmentMean: needs an i32 or i64 number for each row of f32[2, 3], got f32[2, 3]",
              () -> Segments.segmentMean(X, X, 2)),
          Map.entry("concat: needs at least one input", () -> Expr.concat(0)),
          Map.entry("concat: axis 2 of [2, 3]: axes go from -2 to 1", () -> Expr.concat(2, X)),
          Map.entry("stack: types differ: [f32[2, 3], i32[2]]", () -> Expr.stack(0, X, LABELS)),
          Map.entry(
              "matmul: inner dimensions differ: [32, 784] × [512, 10] (784 ≠ 512)",
              () -> Expr.input("x", 32, 784).matmul(Expr.input("w", 512, 10))),
          Map.entry(
              "matmul: inner dimensions differ: [2, 3] × [2] (3 ≠ 2)",
              () -> X.matmul(Expr.input("w", 2))),
          Map.entry(
              "matmul: inner dimensions differ: [3] × [5, 2, 4] (3 ≠ 2)",
              () -> Expr.input("x", 3).matmul(Expr.input("w", 5, 2, 4))),
          Map.entry("matmul: a scalar is no matrix: [2, 3] × []; use mul", () -> X.matmul(SCALAR)),
          Map.entry(
              "matmul: shapes do not broadcast: [2] and [3] (2 ≠ 3 on axis 1 from the right); each"
                  + " extent must be equal or 1",
              () -> Expr.input("x", 2, 1, 4).matmul(Expr.input("w", 3, 4, 1))),
          Map.entry(
              "matmul: operands must both be f32 or f64: i32[1, 2] × i32[2, 1]; cast them",
              () -> LABELS.matmul(LABELS)),
          Map.entry("gather: axis 2 of [2, 3]: axes go from -2 to 1", () -> X.gather(2, LABELS)),
          Map.entry(
              "oneHot: indices must be i32 or i64, got f32[2, 3]; cast it",
              () -> X.oneHot(4, DType.F32)),
          Map.entry(
              "randomKey: the key must be a scalar i64[], got i32[2]", () -> RandomKey.of(LABELS)));

  @TestFactory
  Stream<DynamicTest> everyErrorHasItsMessage() {
    return ERRORS.entrySet().stream()
        .map(error ->
            DynamicTest.dynamicTest(
                error.getKey(),
                () ->
                    assertThatThrownBy(error.getValue())
                        .isInstanceOf(ShapeException.class)
                        .hasMessage(error.getKey())));
  }
}
