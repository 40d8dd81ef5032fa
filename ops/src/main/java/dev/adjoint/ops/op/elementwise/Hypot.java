// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.Precision;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = √(a² + b²)} without overflow; {@code da = dy·a/y} and {@code db = dy·b/y}, which are 0
 * where {@code a = b = 0}. Infinite if either is, even if the other is NaN. The value is off by at
 * most 0.51 ulp, the factors of {@code dy} by at most 1.
 */
public record Hypot() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar a = requireFloating(x.get(0));
    Scalar b = requireSame(a, x.get(1));
    Scalar most = a.abs().max(b.abs());
    Scalar infinity = a.like(Double.POSITIVE_INFINITY);
    Scalar infinite = a.abs().equal(infinity).or(b.abs().equal(infinity));
    Scalar scale = scale(most);
    Scalar y = length(a.mul(scale), b.mul(scale)).valueOrHigh().div(scale);
    return infinite.select(infinity, y);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar scale = scale(x.get(0).abs().max(x.get(1).abs()));
    Scalar one = x.get(input).like(1);
    Scalar v = x.get(input).mul(scale.max(one));
    DoubleWord length = length(x.get(0).mul(scale), x.get(1).mul(scale));
    Scalar slope = DoubleWord.of(v).over(length).valueOrHigh().mul(scale.min(one));
    return length.high().equal(v.like(0)).select(v.like(0), slope);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Hypot.class, Samples.ranks(new Hypot(), Arg.between(-2, -0.2), Arg.between(0.3, 2)))
        .errorInputs(
            new Hypot(),
            List.of(TensorType.of(DType.I32, 2), TensorType.of(DType.I32, 2)),
            "hypot: needs a floating operand, got i32; cast it")
        .errorInputs(
            new Hypot(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "hypot: operands have different dtypes: f32 and f64; convert one of them, as with"
                + " cast(DType.F32)")
        .errorInputs(
            new Hypot(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "hypot: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Hypot(),
            List.of(TensorType.of(DType.F32, 2)),
            "hypot: takes more inputs than the given [f32[2]]");
  }

  /** Returns a scale that keeps squares within the format. */
  static Scalar scale(Scalar most) {
    Precision p = Precision.of(most);
    Scalar small =
        most.less(p.number(0x1p-40, 0x1p-400)).select(p.number(0x1p80, 0x1p700), p.number(1));
    return p.number(0x1p60, 0x1p500).less(most).select(p.number(0x1p-80, 0x1p-600), small);
  }

  private static DoubleWord length(Scalar a, Scalar b) {
    return square(a, b).sqrt();
  }

  /** Returns {@code a² + b²}. */
  static DoubleWord square(Scalar a, Scalar b) {
    return DoubleWord.product(a, a).plus(DoubleWord.product(b, b));
  }
}
