// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordArctangent;
import dev.adjoint.exec.math.DoubleWordSine;
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
 * {@code y = sin(πx)/(πx)}, 1 at {@code x = 0}, as in NumPy and PyTorch; differentiable to any
 * order, near 0 by its Taylor series. Value and derivative are off by at most 0.8 ulp, the latter
 * but for {@code x} near its zeros.
 */
public record Sinc() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    DoubleWord angle = DoubleWordArctangent.halfTurn(v).times(v);
    Scalar y = DoubleWordSine.ofHalfTurns(v).over(angle).valueOrHigh();
    Scalar zero = v.like(0);
    Scalar finite = v.abs().less(v.like(Double.POSITIVE_INFINITY));
    Scalar far = finite.select(y, v.equal(v).select(zero, v));
    return v.abs().less(Precision.of(v).number(0x1p-20, 0x1p-40)).select(v.like(1), far);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    Scalar near = v.abs().less(v.like(0.5));
    Scalar safe = near.select(v.like(1), v);
    Scalar n = safe.rint();
    Scalar sine = safe.sub(n).mul(Math.PI).sin();
    Scalar half = n.mul(0.5);
    Scalar signed = half.rint().equal(half).select(sine, sine.neg());
    return near.select(series(v), signed.div(safe.mul(Math.PI)));
  }

  /** {@inheritDoc} {@code (cos πx − sinc x)/x}, near 0 by the series. */
  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Scalar a = v.abs();
    Scalar huge = v.like(0x1p60).less(a); // A whole turn, and the quotient below is far below 1
    Scalar near = a.less(v.like(0.5));
    Scalar safe = near.or(huge).select(v.like(1), v);
    DoubleWord angle = DoubleWordArctangent.halfTurn(v).times(safe);
    DoubleWord sine = DoubleWordSine.ofHalfTurns(safe).over(angle);
    DoubleWord far = DoubleWordSine.cosineOfHalfTurns(safe).minus(sine).over(DoubleWord.of(safe));
    Scalar beyond = huge.select(v.like(1).div(v), far.value());
    Scalar y = near.select(slopeSeries(near.select(v, v.like(0))), beyond);
    return v.equal(v).select(y, v);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Sinc.class, Samples.ranks(new Sinc(), Arg.real().except(0)))
        .and(Sample.of(new Sinc(), Arg.between(-0.4, 0.4, 3)))
        .errorInputs(
            new Sinc(),
            List.of(TensorType.of(DType.I32, 2)),
            "sinc: needs a floating operand, got i32; cast it");
  }

  /** Returns {@code x·(c₁ + x²·(c₂ + …))}, of whose terms the first has all the digits. */
  private static Scalar slopeSeries(Scalar v) {
    Scalar square = v.mul(v);
    Scalar rest = v.like(0);
    for (int n = 12; n >= 2; n--) {
      rest = rest.mul(square).add(2 * n * coefficient(n));
    }
    DoubleWord first =
        DoubleWord.constant(
                v, -0x1.a51a66p1, -0x1.2983eap-26, -0x1.a51a6625307d3p1, -0x1.1873d8912200cp-54)
            .times(v);
    return first.high().add(first.low().add(v.mul(square).mul(rest)));
  }

  /** Returns {@code (−1)ⁿ·π²ⁿ/(2n + 1)!}. */
  private static double coefficient(int n) {
    double coefficient = n % 2 == 0 ? 1 : -1;
    for (int k = 1; k <= n; k++) {
      coefficient *= Math.PI * Math.PI / (2 * k * (2 * k + 1));
    }
    return coefficient;
  }

  private static Scalar series(Scalar v) {
    Scalar square = v.mul(v);
    Scalar y = v.like(0);
    for (int n = 16; n >= 0; n--) {
      y = y.mul(square).add(coefficient(n));
    }
    return y;
  }
}
