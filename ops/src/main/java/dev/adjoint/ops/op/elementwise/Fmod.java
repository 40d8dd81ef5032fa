// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * The remainder of the truncated division {@code a/b}, with the sign of {@code a}, as C's {@code
 * fmod} and Java's {@code %}; {@code da = dy}, {@code db = −dy·trunc(a/b)}.
 *
 * <p>Exact where {@code |a/b|} is below {@code 2⁶⁹} in F32 and {@code 2¹⁵⁵} in F64, NaN beyond and
 * for {@code b = 0}; an integer by 0 gives 0.
 */
public record Fmod() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar a = requireNumber(x.get(0));
    Scalar b = requireSame(a, x.get(1));
    return a.dtype().isFloating()
        ? rest(a, b)
        : b.equal(b.like(0)).select(b, a.sub(a.div(b).mul(b)));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar a = x.get(0);
    Scalar b = x.get(1);
    return input == 0 ? a.like(1) : rest(a, b).sub(a).div(b).rint();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Fmod.class, Samples.ranks(new Fmod(), Arg.between(-3, -2.1), Arg.between(0.8, 1)))
        .and(
            Sample.of(
                new Fmod(),
                Arg.fixed(Tensor.of(7.0, -7, 2, 0.5)),
                Arg.fixed(Tensor.of(3.0, 3, -0.75, 4))),
            Sample.of(new Fmod(), Arg.index(DType.I32, 9, 5), Arg.index(DType.I32, 4, 5)))
        .errorInputs(
            new Fmod(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.BOOL, 2)),
            "fmod: needs a number, got bool; cast it")
        .errorInputs(
            new Fmod(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "fmod: operands have different dtypes: f32 and f64; convert one of them, as with"
                + " cast(DType.F32)")
        .errorInputs(
            new Fmod(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "fmod: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Fmod(),
            List.of(TensorType.of(DType.F32, 2)),
            "fmod: takes more inputs than the given [f32[2]]");
  }

  /** Returns the remainder with the sign of {@code a}. */
  static Scalar rest(Scalar a, Scalar b) {
    Scalar divisor = b.abs();
    Scalar rest = a;
    for (int i = 0; i < 3; i++) {
      // The remainder by the nearest quotient is a number of the format
      rest = rest.div(divisor).rint().neg().fma(divisor, rest);
    }
    Scalar zero = a.like(0);
    Scalar wrong = a.less(zero).select(zero.less(rest), rest.less(zero));
    Scalar moved = a.less(zero).select(rest.sub(divisor), rest.add(divisor));
    Scalar signed = rest.equal(zero).select(a.mul(0), wrong.select(moved, rest));
    Scalar right = signed.abs().less(divisor).select(signed, a.like(Double.NaN));
    return a.abs().less(divisor).select(a, right);
  }
}
