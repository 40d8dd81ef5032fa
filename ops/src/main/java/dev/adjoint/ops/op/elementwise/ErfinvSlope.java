// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Special;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.ErrorTail;
import dev.adjoint.ops.kernel.InDouble;
import java.util.List;

/**
 * The derivative {@code y = √π/2·e^(e²)} of {@code e = erfinv x}, ∞ at ±1 and NaN beyond; {@code dx
 * = dy·2e·y²}.
 *
 * <p>The square multiplies the error of {@code e} where it is large. There, {@code e^(e²)} is
 * {@code e^(e²)·erfc |e|/(1 − |x|)}, whose numerator hardly changes with {@code e}. Off by at most
 * 1.5 ulp in F64.
 */
public record ErfinvSlope() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return InDouble.of(requireFloating(x.getFirst()), ErfinvSlope::of);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(y.square()).mul(Special.erfinv(x.getFirst()).mul(2)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(ErfinvSlope.class, Samples.ranks(new ErfinvSlope(), Arg.between(-0.9, 0.9)))
        .errorInputs(
            new ErfinvSlope(),
            List.of(TensorType.of(DType.I32, 2)),
            "erfinvSlope: needs a floating operand, got i32; cast it");
  }

  private static Scalar of(Scalar v) {
    Scalar a = v.abs();
    Scalar one = v.like(1);
    Scalar root = Erfinv.of(a);
    DoubleWord half = DoubleWord.constant(v, 0, 0, 0x1.c5bf891b4ef6bp-1, -0x1.618f13eb7ca89p-55);
    DoubleWord power = DoubleWordExponential.decay(DoubleWord.product(root, root).neg());
    DoubleWord rest = DoubleWord.sum(root.mul(2), one).times(DoubleWord.sum(one, a.neg()));
    DoubleWord far = ErrorTail.lifted(root.min(v.like(28))).times(half).over(rest);
    Scalar y = DoubleWord.select(a.less(v.like(0.4)), half.over(power), far).valueOrHigh();
    return a.equal(one).select(v.like(Double.POSITIVE_INFINITY), y);
  }
}
