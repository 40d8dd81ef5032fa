// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordArctangent;
import dev.adjoint.exec.math.Precision;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y} is the angle in radians between the x axis and the point {@code (b, a)}, between {@code
 * −π} and {@code π}, with the values of IEEE 754 for zeros and infinities; {@code da = dy·b/(a² +
 * b²)} and {@code db = −dy·a/(a² + b²)}, which are 0 where {@code a = b = 0}. The value is off by
 * at most 1 ulp.
 */
public record Atan2() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar a = requireFloating(x.get(0));
    Scalar b = requireSame(a, x.get(1));
    Precision p = Precision.of(a);
    Scalar zero = a.like(0);
    Scalar one = a.like(1);
    Scalar infinity = p.infinity();
    Scalar most = a.abs().max(b.abs());
    Scalar small = most.less(p.number(0x1p-60, 0x1p-500)).select(p.number(0x1p62, 0x1p520), one);
    Scalar scale = p.number(0x1p125, 0x1p1021).less(most).select(p.number(0x1p-4), small);
    Scalar infinite = most.equal(infinity);
    Scalar y = infinite.select(a.abs().equal(infinity).select(one, zero), a.abs().mul(scale));
    Scalar farther = infinite.select(b.abs().equal(infinity).select(one, zero), b.abs().mul(scale));
    Scalar z = most.equal(zero).select(one, farther);
    DoubleWord angle = DoubleWordArctangent.of(DoubleWord.of(y), DoubleWord.of(z));
    DoubleWord turned = DoubleWordArctangent.halfTurn(a).minus(angle);
    Scalar left = p.withSign(one, b).less(zero);
    Scalar size = DoubleWord.select(left, turned, angle).value();
    return p.withSign(size, a);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar a = x.get(0);
    Scalar b = x.get(1);
    Scalar scale = Hypot.scale(a.abs().max(b.abs()));
    DoubleWord square = Hypot.square(a.mul(scale), b.mul(scale));
    // Factors that scale up come first, those that scale down last, so no digits are lost in
    // between
    Scalar up = scale.max(a.like(1));
    Scalar down = scale.min(a.like(1));
    Scalar other = (input == 0 ? b : a.neg()).mul(up).mul(up);
    Scalar slope = DoubleWord.of(other).over(square).valueOrHigh().mul(down).mul(down);
    return square.high().equal(a.like(0)).select(a.like(0), slope);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Atan2.class, Samples.ranks(new Atan2(), Arg.between(0.3, 2), Arg.real()))
        .and(Sample.of(new Atan2(), Arg.between(-2, -0.3, 4), Arg.real(4)))
        .errorInputs(
            new Atan2(),
            List.of(TensorType.of(DType.I32, 2), TensorType.of(DType.I32, 2)),
            "atan2: needs a floating operand, got i32; cast it")
        .errorInputs(
            new Atan2(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "atan2: operands have different dtypes: f32 and f64; convert one of them, as with"
                + " cast(DType.F32)")
        .errorInputs(
            new Atan2(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "atan2: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Atan2(),
            List.of(TensorType.of(DType.F32, 2)),
            "atan2: takes more inputs than the given [f32[2]]");
  }
}
