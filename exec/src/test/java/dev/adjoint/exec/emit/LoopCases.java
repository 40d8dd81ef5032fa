// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.TestOps;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/** Bodies that generated loops are tested with, and numbers to run them on. */
final class LoopCases {
  static final int LENGTH = 1030;

  private static final double[] SPECIAL = {
    0,
    -0d,
    1,
    -1,
    0.5,
    -0.5,
    -0.25,
    1.5,
    -2.5,
    3.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    0x1p23 - 0.5,
    0x1p52 - 0.5,
    -0x1p23 + 0.5,
    1e-20,
    1e20,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    64,
    700
  };

  /** A body of up to three inputs; the interpreter runs it as an op. */
  record Case(String label, ImmutableList<DType> inputs, TestOps.Body body) {
    @Override
    public String toString() {
      return label + inputs;
    }

    Scalar scalar() {
      return body.bodyFor(inputs.stream().map(d -> TensorType.of(d, 1)).toList());
    }
  }

  static void add(
      List<Case> cases, String label, Function<List<Scalar>, Scalar> body, DType... inputs) {
    cases.add(new Case(label, ImmutableList.copyOf(inputs), new TestOps.Body(label, body)));
  }

  /** Returns a case for each instruction and dtype, and some of several instructions. */
  static Stream<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (DType d : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
      add(cases, "add", x -> x.get(0).add(x.get(1)), d, d);
      add(cases, "sub", x -> x.get(0).sub(x.get(1)), d, d);
      add(cases, "mul", x -> x.get(0).mul(x.get(1)), d, d);
      add(cases, "div", x -> x.get(0).div(x.get(1)), d, d);
      add(cases, "min", x -> x.get(0).min(x.get(1)), d, d);
      add(cases, "max", x -> x.get(0).max(x.get(1)), d, d);
      add(cases, "neg", x -> x.get(0).neg(), d);
      add(cases, "abs", x -> x.get(0).abs(), d);
      add(cases, "less", x -> x.get(0).less(x.get(1)), d, d);
      add(cases, "lessEqual", x -> x.get(0).lessEqual(x.get(1)), d, d);
      add(cases, "equal", x -> x.get(0).equal(x.get(1)), d, d);
      add(cases, "select", x -> x.get(0).select(x.get(1), x.get(2)), DType.BOOL, d, d);
      add(cases, "literal", x -> x.get(0).mul(2.25).add(7), d);
      add(cases, "chain", LoopCases::chain, d, d, d);
      add(cases, "literalFirst", x -> x.get(0).like(3).sub(x.get(0)), d);
      add(cases, "literalFirstInALongBody", LoopCases::differences, d);
      add(cases, "bitcast", x -> x.get(0).bitcast(), d);
      add(cases, "bitcastTwice", x -> x.get(0).add(x.get(1)).bitcast().bitcast(), d, d);
      for (DType to : DType.values()) {
        add(cases, "castTo" + to, x -> x.get(0).cast(to), d);
        add(cases, "castFromBoolTo" + to, x -> x.get(0).not().cast(to), DType.BOOL);
      }
    }
    for (DType d : List.of(DType.F32, DType.F64)) {
      add(cases, "fma", x -> x.get(0).fma(x.get(1), x.get(2)), d, d, d);
      add(cases, "sqrt", x -> x.get(0).sqrt(), d);
      add(cases, "floor", x -> x.get(0).floor(), d);
      add(cases, "rint", x -> x.get(0).rint(), d);
      add(cases, "exp", x -> x.get(0).exp(), d);
      add(cases, "log", x -> x.get(0).log(), d);
      add(cases, "log1p", x -> x.get(0).log1p(), d);
      add(cases, "expm1", x -> x.get(0).expm1(), d);
      add(cases, "sin", x -> x.get(0).sin(), d);
      add(cases, "cos", x -> x.get(0).cos(), d);
      add(cases, "tanh", x -> x.get(0).tanh(), d);
      add(cases, "erf", x -> x.get(0).erf(), d);
      add(cases, "pow", x -> x.get(0).pow(x.get(1)), d, d);
      add(cases, "cube", x -> x.get(0).pow(x.get(0).like(3)), d);
      add(cases, "cubeRoot", x -> x.get(0).pow(x.get(0).like(1.0 / 3)), d);
      add(cases, "powerOfTwo", x -> x.get(0).like(2).pow(x.get(0)), d);
      add(cases, "both", x -> x.get(0).rint().sub(x.get(1).floor()), d, d);
    }
    for (DType d : List.of(DType.I32, DType.I64, DType.BOOL)) {
      add(cases, "and", x -> x.get(0).and(x.get(1)), d, d);
      add(cases, "or", x -> x.get(0).or(x.get(1)), d, d);
      add(cases, "xor", x -> x.get(0).xor(x.get(1)), d, d);
    }
    for (DType d : List.of(DType.I32, DType.I64)) {
      add(cases, "shiftLeft", x -> x.get(0).shiftLeft(37), d);
      add(cases, "shiftRight", x -> x.get(0).shiftRight(3), d);
      add(cases, "shiftRightUnsigned", x -> x.get(0).shiftRightUnsigned(5), d);
    }
    add(cases, "boolEqual", x -> x.get(0).equal(x.get(1)), DType.BOOL, DType.BOOL);
    add(
        cases,
        "boolSelect",
        x -> x.get(0).select(x.get(1), x.get(2)),
        DType.BOOL,
        DType.BOOL,
        DType.BOOL);
    add(
        cases,
        "masksOfBothSpecies",
        x ->
            x.get(0)
                .less(x.get(1))
                .xor(x.get(2).less(x.get(2).like(0)))
                .select(x.get(2), x.get(2).neg()),
        DType.F32,
        DType.F32,
        DType.I32);
    add(
        cases,
        "lanesOfTwoWidths",
        x -> x.get(0).cast(DType.F64).mul(x.get(1)).cast(DType.F32),
        DType.F32,
        DType.F64);
    return cases.stream();
  }

  private static Scalar chain(List<Scalar> x) {
    Scalar sum = x.get(0);
    for (int i = 1; i < 40; i++) {
      sum = sum.mul(x.get(i % 3)).add(sum.sub(i).min(x.get(1))).max(sum.neg());
    }
    return sum;
  }

  private static Scalar differences(List<Scalar> x) {
    Scalar y = x.get(0);
    for (int i = 0; i < 40; i++) {
      y = y.like(i).sub(y).max(x.get(0).like(-i).sub(x.get(0)));
    }
    return y;
  }

  /** Returns {@value #LENGTH} random numbers, two of three of them special ones. */
  static Tensor values(DType dtype, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Buffer buffer = Buffer.allocate(dtype, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      double value =
          random.nextInt(3) == 0
              ? random.nextDouble(-4, 4)
              : SPECIAL[random.nextInt(SPECIAL.length)];
      if (dtype.isFloating() || random.nextBoolean()) {
        buffer.setDouble(i, value);
      } else {
        buffer.setLong(i, dtype == DType.BOOL ? random.nextInt(2) : random.nextLong());
      }
    }
    return Tensor.over(Shape.of(LENGTH), buffer);
  }

  private LoopCases() {}
}
