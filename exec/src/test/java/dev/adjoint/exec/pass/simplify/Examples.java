// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.SAME;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.mean;
import static dev.adjoint.exec.TestOps.reduce;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.TestOps.Body;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.TestOps.Repeat;
import dev.adjoint.exec.TestOps.Reshape;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestOps.Window;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.List;

/**
 * For every row of the table the values that it must rewrite; for kernels and whole graphs they are
 * in {@link GraphExamples}.
 */
final class Examples {
  private static final Shape LINE = Shape.of(200);

  private final ImmutableListMultimap.Builder<String, Value> all = ImmutableListMultimap.builder();

  private Examples() {}

  static ImmutableListMultimap<String, Value> all() {
    Examples examples = new Examples();
    for (DType dtype : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
      examples.identities(dtype);
      examples.algebra(dtype);
    }
    examples.bits();
    examples.floating();
    examples.casts();
    examples.views();
    examples.reductions();
    examples.repetitions();
    examples.factors();
    examples.clamps();
    return examples.all.putAll(GraphExamples.all()).build();
  }

  private void clamps() {
    Body relu = new Body("relu", a -> a.get(0).max(a.get(0).like(0)));
    Body cap = new Body("cap", a -> a.get(0).min(a.get(0).like(6)));
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Value x = of(dtype);
      Value rectified = apply(relu, x);
      all.putAll("redundant-clamp", apply(relu, rectified), apply(relu, apply(cap, rectified)));
      all.putAll("redundant-clamp", apply(relu, apply(MUL, x, x)));
      all.put("redundant-clamp", apply(Bodies.MIN, apply(cap, x), splat(dtype, 7)));
      all.put("redundant-clamp", apply(Bodies.MAX, splat(dtype, -1), apply(Bodies.ABS, x)));
    }
  }

  private static Value of(DType dtype) {
    return input("x", new TensorType(dtype, LINE));
  }

  private static Value splat(DType dtype, double number) {
    return Bodies.splat(dtype, LINE, number);
  }

  private void identities(DType dtype) {
    Value x = of(dtype);
    Value c = of(DType.BOOL);
    boolean floating = dtype.isFloating();
    double infinity = Double.POSITIVE_INFINITY;
    double lowest = floating ? -infinity : dtype == DType.I32 ? 1 << 31 : Long.MIN_VALUE;
    Value one = splat(dtype, 1);
    Value repeated = apply(new Repeat(200), constant(Tensor.full(dtype, Shape.SCALAR, 1)));
    all.putAll("times-one", apply(MUL, x, one), apply(MUL, one, x), apply(MUL, x, repeated));
    all.putAll("times-one", apply(Bodies.DIV, x, one), apply(new Body("m", a -> one(a)), x));
    all.putAll("plus-nothing", apply(ADD, x, splat(dtype, -0.0)), apply(SUB, x, splat(dtype, 0)));
    all.put("extreme-bound", apply(Bodies.MAX, x, splat(dtype, lowest)));
    all.put("same-operands", apply(Bodies.MAX, x, x));
    all.put("same-operands", apply(Bodies.MIN, x, x));
    all.put("same-operands", apply(Bodies.SELECT, c, x, x));
    Value y = of(dtype);
    all.put("known-condition", apply(Bodies.SELECT, splat(DType.BOOL, 1), x, y));
    all.put("known-condition", apply(Bodies.SELECT, splat(DType.BOOL, 0), x, y));
    all.put("pass-through", apply(SAME, x));
    all.put("same-view", apply(new Reshape(LINE), x));
  }

  private static Scalar one(List<Scalar> x) {
    return x.get(0).mul(1);
  }

  private void algebra(DType dtype) {
    Value a = of(dtype);
    Value b = of(dtype);
    Value minusA = apply(Bodies.NEG, a);
    Value minusB = apply(Bodies.NEG, b);
    Value minusOne = splat(dtype, -1);
    all.put("double-negation", apply(Bodies.NEG, minusA));
    all.putAll("negated-term", apply(ADD, a, minusB), apply(ADD, minusA, b));
    all.putAll("negated-term", apply(SUB, a, minusB), apply(ADD, minusA, minusB));
    all.put("negated-factors", apply(MUL, minusA, minusB));
    all.putAll("times-minus-one", apply(MUL, a, minusOne), apply(MUL, minusOne, a));
    all.put("times-minus-one", apply(Bodies.DIV, a, minusOne));
    all.putAll("dropped-sign", apply(Bodies.ABS, minusA), apply(Bodies.ABS, apply(Bodies.ABS, a)));
    Value not = apply(Bodies.NOT, of(DType.BOOL));
    all.put("negated-condition", apply(Bodies.SELECT, not, a, b));
  }

  private void bits() {
    for (DType dtype : List.of(DType.BOOL, DType.I32, DType.I64)) {
      Value x = of(dtype);
      double every = dtype == DType.BOOL ? 1 : -1;
      all.put("neutral-bits", apply(Bodies.AND, x, splat(dtype, every)));
      all.put("neutral-bits", apply(Bodies.OR, splat(dtype, 0), x));
      all.put("neutral-bits", apply(Bodies.XOR, x, splat(dtype, 0)));
      all.put("decided-bits", apply(Bodies.AND, x, splat(dtype, 0)));
      all.put("decided-bits", apply(Bodies.OR, splat(dtype, every), x));
      all.put("same-operands", apply(Bodies.AND, x, x));
      all.put("same-operands", apply(Bodies.OR, x, x));
    }
    Value i = of(DType.I32);
    all.put("neutral-bits", apply(new Body("shift", x -> x.get(0).shiftLeft(0)), i));
    all.put("decided-bits", apply(MUL, i, splat(DType.I32, 0)));
    all.put("plus-nothing", apply(ADD, splat(DType.I32, 0), i));
    all.put("double-negation", apply(Bodies.NOT, apply(Bodies.NOT, of(DType.BOOL))));
    all.put("extreme-bound", apply(Bodies.MIN, i, splat(DType.I32, Integer.MAX_VALUE)));
  }

  private void floating() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Value x = of(dtype);
      all.put("extreme-bound", apply(Bodies.MIN, splat(dtype, Double.POSITIVE_INFINITY), x));
      Value minus = apply(Bodies.NEG, x);
      all.put("negated-factors", apply(Bodies.DIV, minus, apply(Bodies.NEG, of(dtype))));
      for (double divisor : new double[] {2, -0.25, 64, 0x1p126, -0x1p-126}) {
        all.put("power-of-two-divisor", apply(Bodies.DIV, x, splat(dtype, divisor)));
      }
      Value scalar = constant(Tensor.full(dtype, Shape.SCALAR, 128));
      all.put("power-of-two-divisor", apply(Bodies.DIV, x, apply(new Repeat(200), scalar)));
    }
  }

  private void casts() {
    for (DType from : DType.values()) {
      for (DType wide : DType.values()) {
        boolean lossless =
            from != wide
                && (from == DType.BOOL
                    || from == DType.I32 && (wide == DType.I64 || wide == DType.F64)
                    || from == DType.F32 && wide == DType.F64);
        for (DType to : DType.values()) {
          if (lossless && to != wide) {
            Value wider = apply(Bodies.cast(wide), of(from));
            all.put("lossless-cast", apply(Bodies.cast(to), wider));
          }
        }
      }
    }
  }

  private void views() {
    Value x = input("x", 4, 6);
    Value swapped = apply(new Swap(0, 1), x);
    Value window = apply(new Window(2, 0, 0), x);
    all.put("view-of-view", apply(new Swap(0, 1), apply(new Window(1, 0, 0), x)));
    all.put(
        "view-of-view", apply(new Reshape(Shape.of(4, 6)), apply(new Reshape(Shape.of(24)), x)));
    all.put("view-of-view", apply(new Swap(1, 2), apply(new Reshape(Shape.of(2, 2, 6)), x)));
    all.put("view-of-view", apply(new Window(1, 0, 0), window));
    all.put("view-of-view", apply(new Window(2, 3, 7), swapped));
    all.put("view-of-view", apply(new Repeat(3), apply(new Repeat(2), x)));
    all.put("view-of-view", apply(new Reshape(Shape.of(2, 3, 4)), apply(new Swap(0, 1), x)));
    all.put("view-of-view", apply(new Swap(0, 2), apply(new Repeat(5), x)));
    all.put("view-of-view", apply(new Window(2, 1, -1), apply(new Repeat(5), x)));
  }

  private void reductions() {
    for (Combine combine : List.of(Combine.MAX, Combine.MIN)) {
      for (DType dtype : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
        Value x = input("x", new TensorType(dtype, Shape.of(4, 6)));
        Value repeated = apply(new Repeat(50), x);
        all.put("reduce-of-repeated", apply(reduce(combine, 0), repeated));
        all.put("reduce-of-repeated", apply(reduce(combine, 0, 2), repeated));
        all.put("reduce-of-repeated", apply(reduce(combine, 0, 1, 2), repeated));
      }
    }
    for (Combine combine : Combine.values()) {
      Value x = input("x", 1, 200, 1);
      all.put("reduce-of-one", apply(reduce(combine, 0), x));
      all.put("reduce-of-one", apply(reduce(combine, 0, 2), x));
      all.put("reduce-of-one", apply(reduce(combine), x));
    }
    all.put("reduce-of-one", apply(mean(2), input("x", 1, 200, 1)));
  }

  private void repetitions() {
    Value row = input("x", 20);
    Value other = input("y", 20);
    Value scalar = input("z");
    Value wide = apply(new Repeat(30), row);
    Value each = apply(new Reshape(Shape.of(30, 20)), apply(new Repeat(600), scalar));
    Value all600 = apply(new Repeat(30), apply(new Repeat(20), scalar));
    all.put("sink-broadcasts", apply(Bodies.EXP, wide));
    all.put("sink-broadcasts", apply(MUL, wide, apply(new Repeat(30), other)));
    all.put("sink-broadcasts", apply(ADD, Bodies.splat(DType.F32, Shape.of(30, 20), 3), wide));
    Value bias = apply(new StridedView(IndexMap.of(Shape.of(30, 20), 0, zeros(2)), 0), scalar);
    all.put("sink-broadcasts", apply(Bodies.MAX, wide, bias));
    all.put("sink-broadcasts", apply(Bodies.NEG, bias));
    Value column = apply(new Repeat(30), apply(new Reshape(Shape.of(20)), input("w", 4, 5)));
    all.put("sink-broadcasts", apply(Bodies.DIV, column, wide));
    Value condition = apply(new Repeat(30), input("c", new TensorType(DType.BOOL, Shape.of(20))));
    all.put("sink-broadcasts", apply(Bodies.SELECT, condition, wide, bias));
    all.put("view-of-view", all600);
    all.put("view-of-view", each);
  }

  private static ImmutableIntArray zeros(int rank) {
    return ImmutableIntArray.copyOf(new int[rank]);
  }

  private void factors() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Value x = of(dtype);
      Value c = splat(dtype, 3);
      Value d = apply(new Repeat(200), constant(Tensor.full(dtype, Shape.SCALAR, 0.7)));
      Value product = apply(MUL, x, c);
      Value turned = apply(MUL, c, x);
      Value quotient = apply(Bodies.DIV, x, c);
      Value reciprocal = apply(Bodies.DIV, c, x);
      all.putAll("combined-factors", apply(MUL, product, d), apply(MUL, d, turned));
      all.putAll("combined-factors", apply(MUL, quotient, d), apply(MUL, d, reciprocal));
      all.putAll("combined-factors", apply(Bodies.DIV, product, d), apply(Bodies.DIV, turned, d));
      all.putAll("combined-factors", apply(Bodies.DIV, quotient, d), apply(Bodies.DIV, d, product));
      all.put("combined-factors", apply(Bodies.DIV, d, turned));
    }
    for (DType dtype : List.of(DType.I32, DType.I64)) {
      Value x = of(dtype);
      Value c = splat(dtype, 1 << 30);
      all.put("combined-integers", apply(ADD, apply(ADD, c, x), c));
      all.put("combined-integers", apply(MUL, splat(dtype, 7), apply(MUL, x, splat(dtype, -3))));
    }
  }
}
