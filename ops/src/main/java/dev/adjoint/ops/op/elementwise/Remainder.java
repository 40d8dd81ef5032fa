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
 * The remainder of the floored division {@code a/b}, with the sign of {@code b}, as Python's {@code
 * %}, NumPy's and PyTorch's {@code remainder}; {@code da = dy}, {@code db = −dy·⌊a/b⌋}.
 *
 * <p>Exact, but for the rounding of {@code b} plus a remainder of the other sign, where {@code
 * |a/b|} is below {@code 2⁶⁹} in F32 and {@code 2¹⁵⁵} in F64, NaN beyond and for {@code b = 0}; an
 * integer by 0 gives 0.
 */
public record Remainder() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar a = requireNumber(x.get(0));
    Scalar b = requireSame(a, x.get(1));
    Scalar zero = a.like(0);
    Scalar rest =
        a.dtype().isFloating() ? Fmod.rest(a, b) : b.equal(zero).select(b, a.sub(a.div(b).mul(b)));
    Scalar wrong = rest.less(zero).select(zero.less(b), zero.less(rest).and(b.less(zero)));
    Scalar moved = wrong.select(rest.add(b), rest);
    return a.dtype().isFloating()
        ? rest.equal(zero).select(b.less(zero).select(a.like(-0.0), zero), moved)
        : moved;
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar a = x.get(0);
    Scalar b = x.get(1);
    return input == 0 ? a.like(1) : body(x).sub(a).div(b).rint();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Remainder.class,
            Samples.ranks(new Remainder(), Arg.between(-3, -2.1), Arg.between(0.8, 1)))
        .and(
            Sample.of(
                new Remainder(),
                Arg.fixed(Tensor.of(7.0, -7, 2, 0.5)),
                Arg.fixed(Tensor.of(3.0, 3, -0.75, 4))),
            Sample.of(new Remainder(), Arg.index(DType.I32, 9, 5), Arg.index(DType.I32, 4, 5)))
        .errorInputs(
            new Remainder(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.BOOL, 2)),
            "remainder: needs a number, got bool; cast it")
        .errorInputs(
            new Remainder(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "remainder: operands have different dtypes: f32 and f64; convert one of them, as with"
                + " cast(DType.F32)")
        .errorInputs(
            new Remainder(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "remainder: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Remainder(),
            List.of(TensorType.of(DType.F32, 2)),
            "remainder: takes more inputs than the given [f32[2]]");
  }
}
