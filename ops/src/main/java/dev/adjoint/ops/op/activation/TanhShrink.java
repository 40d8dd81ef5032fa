// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.exec.math.Polynomial;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.OddFunction;
import java.util.List;

/** {@code y = x − tanh x}; {@code dx = dy·tanh² x}. Both are off by at most 0.7 ulp. */
public record TanhShrink() implements Elementwise {
  /** {@code p} of {@code x − tanh x = x³·(1/3 + x²·p(x²))}. */
  private static final Polynomial TAIL =
      Polynomial.f32(
              -0x1.11111p-3,
              0x1.ba1ab2p-5,
              -0x1.662dccp-6,
              0x1.204d28p-7,
              -0x1.b36148p-9,
              0x1.ca9b5p-11)
          .f64(
              -0x1.1111111111111p-3,
              0x1.ba1ba1ba1b9d5p-5,
              -0x1.664f4882be49bp-6,
              0x1.226e355d9654cp-7,
              -0x1.d6d3d0970f206p-9,
              0x1.7da35c1f2f8b6p-10,
              -0x1.355788b0e0ff3p-11,
              0x1.f56d68ab8db48p-13,
              -0x1.95e8a8463ac91p-14,
              0x1.45a5d03e1c891p-15,
              -0x1.f2c215eab1fa2p-17,
              0x1.41f9495d2c698p-18,
              -0x1.f1ee2852cc353p-21);

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar a = v.abs();
    DoubleWord square = DoubleWord.product(a, a);
    DoubleWord third =
        DoubleWord.constant(
            v, 0x1.555556p-2, -0x1.555556p-27, 0x1.5555555555555p-2, 0x1.5555555555555p-56);
    Scalar rest = square.high().mul(TAIL.at(square.high()));
    Scalar near = third.plus(DoubleWord.of(rest)).times(square).times(a).value();
    DoubleWord one = DoubleWord.of(v.like(1));
    DoubleWord e = DoubleWordExponential.decay(DoubleWord.of(a.mul(-2)));
    DoubleWord lacking = e.scaled(2).over(one.plus(e)); // 1 − tanh a
    Scalar far = DoubleWord.sum(a, v.like(-1)).plus(lacking).value();
    Scalar finite = a.less(v.like(Double.POSITIVE_INFINITY)).select(far, a);
    Scalar y = a.less(v.like(0.625)).select(near, finite);
    return OddFunction.of(v, y);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.sub(v.tanh());
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord less = DoubleWordExponential.decayMinusOne(DoubleWord.of(v.abs().mul(-2)));
    DoubleWord tanh = less.over(DoubleWord.of(v.like(2)).plus(less));
    return tanh.times(tanh).value();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(TanhShrink.class, Samples.ranks(new TanhShrink(), Arg.real()))
        .errorInputs(
            new TanhShrink(),
            List.of(TensorType.of(DType.I32, 2)),
            "tanhShrink: needs a floating operand, got i32; cast it");
  }
}
