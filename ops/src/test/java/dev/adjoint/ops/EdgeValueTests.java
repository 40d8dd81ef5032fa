// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What has no number, or none in its dtype: the same value wherever it is computed, by the
 * interpreter, by generated loops with and without vectors, by block loops, as scalar blocks and at
 * compile time.
 */
class EdgeValueTests {
  private static final int MIN = Integer.MIN_VALUE;
  private static final int MAX = Integer.MAX_VALUE;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /** So many copies fill vectors of every width, with elements left over. */
  private static final int COPIES = 37;

  @Test
  void anIntegerDividedByZeroIsZeroAndTheSmallestByMinusOneItself() {
    check(
        Expr::div,
        Tensor.of(7, -7, 0, MIN, MIN, MAX, 7, -7),
        Tensor.of(0, 0, 0, 0, -1, -1, 2, 2),
        Tensor.of(0, 0, 0, 0, MIN, -MAX, 3, -3));
    check(
        Expr::div,
        Tensor.of(7L, 0, Long.MIN_VALUE, Long.MIN_VALUE, -7),
        Tensor.of(0L, 0, 0, -1, 2),
        Tensor.of(0L, 0, 0, Long.MIN_VALUE, -3));
    check(x -> x.div(0), Tensor.of(7, -7, 0), Tensor.of(0, 0, 0));
    check(x -> x.rdiv(6), Tensor.of(0, 4, -4), Tensor.of(0, 1, -1));
  }

  @Test
  void aFloatingNumberDividedByZeroIsInfiniteOrNone() {
    check(
        Expr::div,
        Tensor.of(1f, -1f, 0f, 1f),
        Tensor.of(0f, 0f, 0f, -0f),
        Tensor.of(
            Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, Float.NEGATIVE_INFINITY));
  }

  @Test
  void integersWrapAround() {
    check(Expr::add, Tensor.of(MAX, MIN), Tensor.of(1, -1), Tensor.of(MIN, MAX));
    check(Expr::mul, Tensor.of(MIN, MAX), Tensor.of(-1, 2), Tensor.of(MIN, -2));
    check(Expr::neg, Tensor.of(MIN, MAX), Tensor.of(MIN, -MAX));
    check(Expr::abs, Tensor.of(MIN, -3), Tensor.of(MIN, 3));
    check(Expr::square, Tensor.of(1 << 16, -3), Tensor.of(0, 9));
  }

  @Test
  void floatingNumbersBecomeTheNearestIntegerTowardsZeroAndNanNothing() {
    double[] x = {NAN, INF, -INF, 3e9, -3e9, 1e20, -1e20, 2.9, -2.9, -0.0, 0.5, 0x1p31, -0x1p31};
    Tensor to32 = Tensor.of(0, MAX, MIN, MAX, MIN, MAX, MIN, 2, -2, 0, 0, MAX, MIN);
    Tensor to64 =
        Tensor.of(
            0,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            3000000000L,
            -3000000000L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            2,
            -2,
            0,
            0,
            1L << 31,
            -1L << 31);
    Tensor truth =
        Tensor.of(true, true, true, true, true, true, true, true, true, false, true, true, true);
    for (DType from : List.of(DType.F32, DType.F64)) {
      Tensor values = Tensor.of(from, Shape.of(x.length), x);
      check(v -> v.cast(DType.I32), values, to32);
      check(v -> v.cast(DType.I64), values, to64);
      check(v -> v.cast(DType.BOOL), values, truth);
    }
  }

  @Test
  void longsLoseTheirUpperHalfAndRoundToFloatingNumbers() {
    Tensor x = Tensor.of(3000000000L, -3000000000L, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1);
    check(v -> v.cast(DType.I32), x, Tensor.of(-1294967296, 1294967296, 0, -1, 0, -1));
    check(v -> v.cast(DType.F32), x, Tensor.of(3e9f, -3e9f, 0x1p32f, 0x1p63f, -0x1p63f, -1f));
    check(v -> v.cast(DType.F64), x, Tensor.of(3e9, -3e9, 0x1p32, 0x1p63, -0x1p63, -1));
    check(v -> v.cast(DType.BOOL), x, Tensor.of(true, true, true, true, true, true));
    check(
        v -> v.cast(DType.I64).cast(DType.I32),
        Tensor.of(3e9, -3e9, 1e20, NAN),
        Tensor.of(-1294967296, 1294967296, -1, 0));
    check(
        v -> v.cast(DType.F32).cast(DType.I32),
        Tensor.of(16777217, MAX, MIN),
        Tensor.of(16777216, MAX, MIN));
    check(v -> v.cast(DType.I32), Tensor.of(true, false), Tensor.of(1, 0));
    check(
        v -> v.cast(DType.F32),
        Tensor.of(1e300, -1e300, 1e-300, NAN),
        Tensor.of(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, Float.NaN));
  }

  /** A shift by as many bits as the second operand says. */
  private record Shift(String direction) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      Scalar a = x.get(0);
      Scalar b = x.get(1);
      return switch (direction) {
        case "left" -> a.shiftLeft(b);
        default -> a.shiftRightUnsigned(b);
      };
    }
  }

  /** A shift by a fixed distance. */
  private record FixedShift(int distance) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      Scalar a = x.getFirst();
      return a.shiftLeft(distance).xor(a.shiftRight(distance)).xor(a.shiftRightUnsigned(distance));
    }
  }

  @Test
  void ofTheDistanceOfAShiftTheValueModuloTheWidthCounts() {
    int[] distances = {0, 1, 31, 32, 33, 63, 64, 65, -1, -32, -33, MAX, MIN};
    for (int x : new int[] {1, -1, 0x12345678, MIN}) {
      int[] left = Arrays.stream(distances).map(d -> x << d).toArray();
      int[] right = Arrays.stream(distances).map(d -> x >>> d).toArray();
      Tensor a = Tensor.full(DType.I32, Shape.of(distances.length), x);
      check(shift("left"), a, Tensor.of(distances), Tensor.of(left));
      check(shift("right"), a, Tensor.of(distances), Tensor.of(right));
    }
    long[] wide = Arrays.stream(distances).asLongStream().toArray();
    long[] left = Arrays.stream(wide).map(d -> -5L << d).toArray();
    check(
        shift("left"),
        Tensor.full(DType.I64, Shape.of(wide.length), -5),
        Tensor.of(wide),
        Tensor.of(left));
    for (int d : distances) {
      int x = -123456789;
      check(
          v -> Expr.apply(new FixedShift(d), v),
          Tensor.of(x, 5),
          Tensor.of(x << d ^ x >> d ^ x >>> d, 5 << d ^ 5 >> d ^ 5 >>> d));
      long y = -123456789012L;
      check(
          v -> Expr.apply(new FixedShift(d), v),
          Tensor.of(y, 5L),
          Tensor.of(y << d ^ y >> d ^ y >>> d, 5L << d ^ 5L >> d ^ 5L >>> d));
    }
  }

  private static BinaryOperator<Expr> shift(String direction) {
    return (a, b) -> Expr.apply(new Shift(direction), a, b);
  }

  @Test
  void powersOfOneAndToZeroAreOne() {
    double[] a = {1, 1, 1, 1, NAN, INF, -INF, 0, -1, -1, -1, -1, NAN, 0, -2, 0.5, 0.5};
    double[] b = {NAN, INF, -INF, 5, 0, 0, -0.0, 0, INF, -INF, NAN, 3, 1, -1, 0.5, INF, -INF};
    double[] y = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, NAN, -1, NAN, INF, NAN, 0, INF};
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      check(Expr::pow, tensor(dtype, a), tensor(dtype, b), tensor(dtype, y));
      for (int i = 0; i < b.length; i++) {
        double exponent = b[i];
        check(x -> x.pow(exponent), tensor(dtype, a[i]), tensor(dtype, y[i]));
      }
    }
  }

  @Test
  void theLargestAndSmallestOfNumbersAndNanIsNan() {
    Tensor a = Tensor.of(NAN, 1, NAN, -0.0, 0.0);
    Tensor b = Tensor.of(1, NAN, NAN, 0.0, -0.0);
    check(Expr::maximum, a, b, Tensor.of(NAN, NAN, NAN, 0.0, 0.0));
    check(Expr::minimum, a, b, Tensor.of(NAN, NAN, NAN, -0.0, -0.0));
    check(Expr::relu, Tensor.of(NAN, -1, INF, -INF), Tensor.of(NAN, 0, INF, 0));
    check(x -> x.clamp(-1, 1), Tensor.of(NAN, INF, -INF), Tensor.of(NAN, 1, -1));
    check(Expr::sign, Tensor.of(NAN, INF, -INF), Tensor.of(NAN, 1, -1));
  }

  private static Tensor tensor(DType dtype, double... values) {
    return Tensor.of(dtype, Shape.of(values.length), values);
  }

  private static void check(UnaryOperator<Expr> function, Tensor x, Tensor expected) {
    check(in -> function.apply(in.getFirst()), List.of(x), expected);
  }

  private static void check(BinaryOperator<Expr> function, Tensor a, Tensor b, Tensor expected) {
    check(in -> function.apply(in.get(0), in.get(1)), List.of(a, b), expected);
  }

  private interface Function {
    Expr apply(List<Expr> inputs);
  }

  private static void check(Function function, List<Tensor> x, Tensor expected) {
    List<Expr> inputs = new ArrayList<>();
    Map<Expr, Tensor> values = new HashMap<>();
    for (Tensor tensor : x) {
      inputs.add(Expr.input("x", tensor.type()));
      values.put(inputs.getLast(), tensor);
    }
    List<Expr> y = List.of(function.apply(inputs));
    same("interpreted", Interpreter.evaluate(y, values).getFirst(), expected);
    same("folded", function.apply(x.stream().map(Expr::constant).toList()).eval(), expected);
    CompileOptions options = CompileOptions.defaults();
    List<Tensor> copies = x.stream().map(EdgeValueTests::copies).toList();
    for (CompileOptions each : List.of(options, options.without("emit"), options.without("fuse"))) {
      List<Expr> many = copies.stream().map(t -> Expr.input("x", t.type())).toList();
      Program program = Program.compile(many, List.of(function.apply(many)), Map.of(), each);
      same("passes off: " + each.passesOff(), program.run(copies).getFirst(), copies(expected));
    }
    for (int i = 0; i < expected.size(); i++) {
      int at = i;
      List<Tensor> one = x.stream().map(t -> element(t, at)).toList();
      List<Expr> single = one.stream().map(t -> Expr.input("x", t.type())).toList();
      Program program = Program.compile(single, List.of(function.apply(single)));
      same("scalar block", program.run(one).getFirst(), element(expected, i));
    }
  }

  /** NaN equals NaN here, and −0 is not 0. */
  private static void same(String how, Tensor actual, Tensor expected) {
    assertThat(actual).as(how).isEqualTo(expected);
  }

  private static Tensor copies(Tensor x) {
    return Expr.constant(x).broadcastTo(COPIES, x.size()).flatten().eval();
  }

  private static Tensor element(Tensor x, int at) {
    return Expr.constant(x).select(0, at).eval();
  }
}
