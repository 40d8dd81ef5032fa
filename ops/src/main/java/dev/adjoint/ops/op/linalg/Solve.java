// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Structure;
import dev.adjoint.ops.kernel.linalg.LuFactors;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * {@code y = op(a)⁻¹·b} for square {@code a[…, n, n]} and {@code b[…, n, k]}, where {@code op}
 * transposes or not, by elimination with partial pivoting.
 *
 * <p>{@code db = op(a)⁻ᵀ·dy} and {@code da = −db·yᵀ}, transposed with {@code a} (Giles,
 * <i>Collected matrix derivative results for forward and reverse mode algorithmic
 * differentiation</i>, 2008, 2.3.1).
 *
 * <p>A matrix with a pivot that is exactly 0 makes the run fail with an {@link
 * ArithmeticException}, as in NumPy; one that rounding alone keeps from that has a solution of the
 * size of {@code 1/ε}. A matrix with an infinite element or NaN gives NaN. F32 is computed in F64
 * and rounded once.
 *
 * @param transposed whether {@code a} is taken transposed
 */
public record Solve(boolean transposed) implements KernelOp, SingleOutput {
  @Override
  public String parameters() {
    return transposed ? "[transposed]" : "";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(MatrixTypes.rightSides(this, inputs));
  }

  /** The factors and the right sides. */
  private record Scratch(LuFactors factors, double[][] b) {}

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType a = inputs.getFirst();
    int n = a.shape().dim(-1);
    int columns = outputs.getFirst().shape().dim(-1);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        (long) n * n * (n / 3 + columns + 1),
        () -> new Scratch(new LuFactors(n, n), Rows.zeros(n, columns)),
        (in, out, item, scratch) -> {
          LuFactors factors = scratch.factors;
          Rows.load(in[0], item, factors.matrix());
          factors.factoriseRegular(this, a, item);
          Rows.load(in[1], item, scratch.b);
          factors.solve(transposed, scratch.b);
          Rows.store(scratch.b, out[0], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr db = Expr.apply(new Solve(!transposed), x.getFirst(), dy);
    Expr da = transposed ? y.matmul(db.t()) : db.matmul(y.t());
    return List.of(da.neg(), db);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    Solve plain = new Solve(false);
    return OpInfo.of(
            Solve.class,
            Sample.of(plain, Arg.structured(Structure.POSITIVE_DEFINITE, 3, 3), Arg.real(3, 2)),
            Sample.of(plain, Arg.structured(Structure.ORTHOGONAL, 2, 3, 3), Arg.real(2, 3, 1)),
            Sample.of(
                new Solve(true), Arg.structured(Structure.LOWER_TRIANGULAR, 3, 3), Arg.real(3, 2)),
            Sample.of(plain, Arg.between(1, 2, 1, 1), Arg.real(1, 1)),
            Sample.of(plain, Arg.real(0, 0), Arg.real(0, 2)),
            Sample.of(plain, Arg.structured(Structure.ORTHOGONAL, 2, 2), Arg.real(2, 0)))
        .errorInputs(
            plain,
            List.of(TensorType.of(DType.F32, 3, 3), TensorType.of(DType.F32, 2, 1)),
            "solve: right sides must be as high as the matrices and of one batch with them:"
                + " [3, 3] and [2, 1]")
        .errorInputs(
            plain,
            List.of(TensorType.of(DType.F32, 2, 3), TensorType.of(DType.F32, 2, 1)),
            "solve: needs square matrices, got f32[2, 3]");
  }
}
