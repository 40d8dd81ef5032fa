// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = x}, with numbers in place of NaN, ∞ and −∞; {@code dx = dy} where {@code x} is finite,
 * else 0. A number too large for the format becomes its largest one.
 *
 * @param nan the value for NaN
 * @param positive the value for ∞
 * @param negative the value for −∞
 */
public record NanToNum(double nan, double positive, double negative) implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar infinity = v.like(Double.POSITIVE_INFINITY);
    Scalar low = v.equal(infinity.neg()).select(held(v, negative), v);
    Scalar high = v.equal(infinity).select(held(v, positive), low);
    return v.equal(v).select(high, held(v, nan));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return v.abs().less(v.like(Double.POSITIVE_INFINITY)).select(v.like(1), v.like(0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(NanToNum.class, Samples.ranks(new NanToNum(0, 1, -1), Arg.real()))
        .errorInputs(
            new NanToNum(0, 1, -1),
            List.of(TensorType.of(DType.I32, 2)),
            "nanToNum: needs a floating operand, got i32; cast it");
  }

  private static Scalar held(Scalar v, double value) {
    double most = v.dtype() == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return v.like(Double.isFinite(value) ? Math.clamp(value, -most, most) : value);
  }
}
