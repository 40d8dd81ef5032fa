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
import java.util.List;

/**
 * {@code y = aᵇ}; {@code da = dy·b·aᵇ⁻¹}, {@code db = dy·y·ln a}.
 *
 * <p>As in IEEE 754, {@code 1ᵇ} is 1 for every {@code b} and {@code a⁰} for every {@code a}, NaN
 * and ±∞ among them, and {@code (−1)^±∞} is 1. So {@code da = 0} where {@code b = 0}, and {@code db
 * = 0} where {@code a = 1}. As in PyTorch, {@code db = 0} also where {@code a = 0} and {@code b ≥
 * 0}: the rule's factors would be {@code 0·∞} there.
 */
public record Pow() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).pow(x.get(1));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr a = x.get(0);
    Expr b = x.get(1);
    // Both guards change an operand before the result becomes infinite, rather than the result: the
    // derivative of the unused result would still be 0·∞. Where b = 0, 1/a overflows as soon as a²
    // underflows, and is NaN if a is.
    Expr flat = b.equal(0).and(a.square().greater(0).not());
    Expr below = Expr.where(flat, 0, b.sub(1));
    Expr zeroBase = a.equal(0).and(b.greaterEqual(0));
    Expr log = Expr.where(zeroBase, 1, a).log();
    return List.of(dy.mul(b).mul(a.pow(below)), dy.mul(y).mul(log));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Pow.class, Samples.ranks(new Pow(), Arg.between(0.3, 2), Arg.real()))
        .errorInputs(
            new Pow(),
            List.of(TensorType.of(DType.I32, 2), TensorType.of(DType.I32, 2)),
            "pow: needs a floating operand, got i32; cast it")
        .errorInputs(
            new Pow(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "pow: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new Pow(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "pow: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Pow(),
            List.of(TensorType.of(DType.F32, 2)),
            "pow: takes more inputs than the given [f32[2]]");
  }
}
