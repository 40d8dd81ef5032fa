// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.exec.math.DoubleWordLogarithm;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = ln(eᵃ + eᵇ)} without overflow; {@code da = dy·σ(a − b)} and {@code db = dy·σ(b − a)},
 * which are 0 where both are −∞ and ½ where both are ∞. The value is off by at most 1 ulp of the
 * larger operand or of itself.
 */
public record LogAddExp() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar a = requireFloating(x.get(0));
    Scalar b = requireSame(a, x.get(1));
    Scalar most = a.max(b);
    DoubleWord apart = apart(a, b);
    DoubleWord log = DoubleWordLogarithm.ofOnePlus(DoubleWordExponential.decay(apart));
    Scalar y = DoubleWord.of(most).plus(log).value();
    return most.abs().less(a.like(Double.POSITIVE_INFINITY)).select(y, most);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar a = x.get(0);
    Scalar b = x.get(1);
    // Not by |a − b| and max, whose slopes at ties would make the second derivative there 0.
    Scalar less = a.less(b);
    Scalar log = less.select(a.sub(b), b.sub(a)).exp().log1p();
    return less.select(b, a).add(log);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar own = x.get(input);
    Scalar other = x.get(1 - input);
    DoubleWord e = DoubleWordExponential.decay(apart(own, other));
    DoubleWord one = DoubleWord.of(own.like(1));
    DoubleWord part = DoubleWord.select(own.less(other), e, one);
    Scalar slope = part.over(one.plus(e)).valueOrHigh();
    Scalar both = own.equal(own.like(Double.POSITIVE_INFINITY)).select(own.like(0.5), own.like(0));
    return own.equal(other)
        .and(own.abs().equal(own.like(Double.POSITIVE_INFINITY)))
        .select(both, slope);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(LogAddExp.class, Samples.ranks(new LogAddExp(), Arg.real(), Arg.real()))
        .errorInputs(
            new LogAddExp(),
            List.of(TensorType.of(DType.I32, 2), TensorType.of(DType.I32, 2)),
            "logAddExp: needs a floating operand, got i32; cast it")
        .errorInputs(
            new LogAddExp(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "logAddExp: operands have different dtypes: f32 and f64; convert one of them, as with"
                + " cast(DType.F32)")
        .errorInputs(
            new LogAddExp(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "logAddExp: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new LogAddExp(),
            List.of(TensorType.of(DType.F32, 2)),
            "logAddExp: takes more inputs than the given [f32[2]]");
  }

  /** Returns {@code −|a − b|}. */
  private static DoubleWord apart(Scalar a, Scalar b) {
    DoubleWord difference = DoubleWord.sum(a, b.neg());
    return DoubleWord.select(a.less(b), difference, difference.neg());
  }
}
