// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

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

/** {@code y = sinh x}; {@code dx = dy·cosh x}. Both are off by at most 0.65 ulp. */
public record Sinh() implements Elementwise {
  /** {@code p} of {@code sinh x = x + x³·p(x²)} for {@code |x| < 1}. */
  private static final Polynomial TAIL =
      Polynomial.f32(0x1.555556p-3, 0x1.1110ecp-7, 0x1.a01accp-13, 0x1.76adcp-19)
          .f64(
              0x1.5555555555555p-3,
              0x1.1111111111197p-7,
              0x1.a01a01a0067f2p-13,
              0x1.71de3a6c74932p-19,
              0x1.ae643786bdb7fp-26,
              0x1.613d21678dd5ep-33,
              0x1.973a042af930cp-41,
              0x1.aef9ebef15e87p-46,
              -0x1.4510abdb2973ap-48);

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar a = v.abs();
    Scalar square = a.mul(a);
    Scalar near = a.mul(square).fma(TAIL.at(square), a);
    DoubleWord half = DoubleWordExponential.halfOfGrowth(a);
    Scalar sum = half.minus(DoubleWord.of(v.like(0.25)).over(half)).value();
    Scalar far = half.high().less(v.like(Double.POSITIVE_INFINITY)).select(sum, half.high());
    Scalar y = a.less(v.like(1)).select(near, far);
    return OddFunction.of(v, y);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.exp().sub(v.neg().exp()).mul(0.5);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    return Cosh.of(x.getFirst());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Sinh.class, Samples.ranks(new Sinh(), Arg.real()))
        .errorInputs(
            new Sinh(),
            List.of(TensorType.of(DType.I32, 2)),
            "sinh: needs a floating operand, got i32; cast it");
  }
}
