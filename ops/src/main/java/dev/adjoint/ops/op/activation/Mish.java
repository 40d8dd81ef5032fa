// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
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
 * {@code y = x·tanh(ln(1 + eˣ))}, computed from {@code e^−|x|}, 0 at −∞. From Misra, "Mish: A Self
 * Regularized Non-Monotonic Activation Function", 2019. Off by at most 0.75 ulp; the factor of
 * {@code dy} by as much, but for {@code x} near its zero.
 */
public record Mish() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Parts p = Parts.of(v);
    Scalar y = p.numerator.times(v).over(p.denominator).valueOrHigh();
    return v.equal(v.like(0)).select(v, p.lowered(y, v, v.like(-0.0), v));
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.mul(v.max(v.like(0)).add(v.abs().neg().exp().log1p()).tanh());
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Parts p = Parts.of(v);
    DoubleWord sum = p.numerator.times(p.denominator).plus(p.change.times(v).scaled(4));
    Scalar slope = sum.over(p.denominator.times(p.denominator)).valueOrHigh();
    return p.lowered(slope, v, v.like(0), v.like(1));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Mish.class, Samples.ranks(new Mish(), Arg.real()))
        .and(Sample.of(new Mish(), Arg.between(-9, 9, 6)))
        .errorInputs(
            new Mish(),
            List.of(TensorType.of(DType.I32, 2)),
            "mish: needs a floating operand, got i32; cast it");
  }

  /**
   * {@code tanh(ln(1 + eˣ))} as a quotient, and a quarter of its derivative times the square of its
   * denominator; for negative {@code x} all but the denominator are lifted, see {@link
   * DoubleWordExponential#lifted}.
   */
  private record Parts(
      DoubleWord numerator, DoubleWord denominator, DoubleWord change, Scalar vanishes) {
    static Parts of(Scalar v) {
      DoubleWord least = DoubleWord.of(v.abs().neg());
      DoubleWord lifted = DoubleWordExponential.lifted(least);
      DoubleWord e = lifted.scaled(Math.scalb(1.0, -DoubleWordExponential.lift(v)));
      DoubleWord one = DoubleWord.of(v.like(1));
      DoubleWord two = DoubleWord.of(v.like(2));
      DoubleWord square = e.times(e);
      Scalar negative = v.less(v.like(0));
      DoubleWord above = one.plus(e.scaled(2));
      DoubleWord n = DoubleWord.select(negative, lifted.times(e.plus(two)), above);
      DoubleWord d =
          DoubleWord.select(negative, e.times(e.plus(two)).plus(two), above.plus(square.scaled(2)));
      DoubleWord change = DoubleWord.select(negative, lifted, square).times(one.plus(e));
      return new Parts(n, d, change, DoubleWordExponential.vanishes(least));
    }

    /** Returns {@code y} without its lift; its limits where the exponential vanishes. */
    Scalar lowered(Scalar y, Scalar v, Scalar limit, Scalar above) {
      Scalar lowered = y.mul(Math.scalb(1.0, -DoubleWordExponential.lift(v)));
      Scalar below = vanishes.select(limit, lowered);
      return v.less(v.like(0)).select(below, vanishes.select(above, y));
    }
  }
}
