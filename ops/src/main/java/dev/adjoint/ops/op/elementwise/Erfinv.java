// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.InDouble;
import dev.adjoint.ops.kernel.OddFunction;
import java.util.List;

/**
 * The inverse of the error function, ±∞ at ±1 and NaN beyond; {@code dx = dy·√π/2·e^(y²)}.
 *
 * <p>Three steps of Halley's method from Winitzki's approximation ("A handy approximation for the
 * error function and its inverse", 2008), on the error function where {@code |x|} is below ½, else
 * on its complement. Off by at most 1.3 ulp in F64; for the factor of {@code dy} see {@link
 * ErfinvSlope}.
 */
public record Erfinv() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return InDouble.of(requireFloating(x.getFirst()), Erfinv::of);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(Expr.apply(new ErfinvSlope(), x.getFirst())));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Erfinv.class, Samples.ranks(new Erfinv(), Arg.between(-0.9, 0.9)))
        .errorInputs(
            new Erfinv(),
            List.of(TensorType.of(DType.I32, 2)),
            "erfinv: needs a floating operand, got i32; cast it");
  }

  /** Returns the value in F64. */
  static Scalar of(Scalar v) {
    Scalar a = v.abs();
    Scalar one = v.like(1);
    Scalar rest = one.sub(a); // Exact where it is used
    Scalar log = rest.mul(a.add(1)).log();
    Scalar half = log.mul(0.5).add(2 / (0.147 * Math.PI));
    Scalar guess = half.mul(half).sub(log.div(0.147)).sqrt().sub(half).sqrt();
    Scalar near = a.less(v.like(0.5));
    Scalar y = a.less(v.like(1e-3)).select(a.mul(0.5 * Math.sqrt(Math.PI)), guess);
    for (int i = 0; i < 3; i++) {
      Scalar error = near.select(y.erf().sub(a), rest.sub(new Erfc().body(List.of(y))));
      Scalar step = error.mul(0.5 * Math.sqrt(Math.PI)).mul(y.mul(y).exp());
      y = y.sub(step.div(step.mul(y).add(1)));
    }
    Scalar edge = a.equal(one).select(v.like(Double.POSITIVE_INFINITY), v.like(Double.NaN));
    Scalar size = a.less(one).select(y, edge);
    return OddFunction.of(v, size);
  }
}
