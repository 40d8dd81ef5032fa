// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.Triangle;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Structure;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import dev.adjoint.ops.kernel.linalg.TriangularSystem;
import java.util.List;

/**
 * {@code y = op(a)⁻¹·b} for triangular {@code a[…, n, n]} and {@code b[…, n, k]}, where {@code op}
 * transposes or not. Elements outside of the triangle are not read and have the derivative 0; so
 * has the diagonal if it is taken for ones.
 *
 * <p>{@code db = op(a)⁻ᵀ·dy}, and {@code da} is the triangle of {@code −db·yᵀ}, transposed with
 * {@code a} (Giles, <i>Collected matrix derivative results for forward and reverse mode algorithmic
 * differentiation</i>, 2008, 2.3.2).
 *
 * <p>A zero on the diagonal makes the run fail with an {@link ArithmeticException}. Infinities and
 * NaN go into what depends on them. F32 is computed in F64 and rounded once.
 *
 * @param triangle which elements are read, and whether transposed
 */
public record TriangularSolve(Triangle triangle) implements KernelOp, SingleOutput {
  @Override
  public String parameters() {
    return "[" + triangle + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(MatrixTypes.rightSides(this, inputs));
  }

  /** The matrix and the right sides. */
  private record Scratch(double[][] a, double[][] b) {}

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType a = inputs.getFirst();
    int n = a.shape().dim(-1);
    int columns = outputs.getFirst().shape().dim(-1);
    return MatrixKernel.ofAny(
        inputs,
        outputs,
        (long) n * n * (columns + 1) / 2,
        () -> new Scratch(Rows.zeros(n, n), Rows.zeros(n, columns)),
        (in, out, item, scratch) -> {
          Rows.load(in[0], item, scratch.a);
          Rows.load(in[1], item, scratch.b);
          int zero =
              TriangularSystem.solve(
                  scratch.a,
                  triangle.isLower(),
                  triangle.isTransposed(),
                  triangle.hasUnitDiagonal(),
                  scratch.b);
          if (zero >= 0) {
            throw new ArithmeticException(
                "%s: %s is singular: element [%s, %s] is 0; the diagonal must have no zeros"
                    .formatted(name(), MatrixTypes.name(a, item), zero, zero));
          }
          Rows.store(scratch.b, out[0], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr a = x.get(0);
    Expr db = Expr.apply(new TriangularSolve(triangle.transposed()), a, dy);
    Expr product = triangle.isTransposed() ? y.matmul(db.t()) : db.matmul(y.t());
    int outside = triangle.hasUnitDiagonal() ? 1 : 0;
    Expr da = triangle.isLower() ? product.tril(-outside) : product.triu(outside);
    return List.of(da.neg(), db);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    TriangularSolve lower = new TriangularSolve(Triangle.LOWER);
    TriangularSolve upper = new TriangularSolve(Triangle.UPPER);
    return OpInfo.of(
            TriangularSolve.class,
            Sample.of(lower, Arg.structured(Structure.LOWER_TRIANGULAR, 3, 3), Arg.real(3, 2)),
            Sample.of(upper, Arg.structured(Structure.UPPER_TRIANGULAR, 3, 3), Arg.real(3, 2)),
            Sample.of(
                new TriangularSolve(Triangle.LOWER.transposed()),
                Arg.structured(Structure.LOWER_TRIANGULAR, 2, 3, 3),
                Arg.real(2, 3, 1)),
            Sample.of(
                new TriangularSolve(Triangle.UPPER.transposed().unitDiagonal()),
                Arg.real(3, 3),
                Arg.real(3, 2)),
            Sample.of(
                new TriangularSolve(Triangle.LOWER.unitDiagonal()), Arg.real(3, 3), Arg.real(3, 1)),
            Sample.of(lower, Arg.between(1, 2, 1, 1), Arg.real(1, 2)),
            Sample.of(upper, Arg.real(0, 0), Arg.real(0, 2)),
            Sample.of(upper, Arg.structured(Structure.UPPER_TRIANGULAR, 2, 2), Arg.real(2, 0)))
        .errorInputs(
            lower,
            List.of(TensorType.of(DType.F32, 3, 3), TensorType.of(DType.F32, 2, 1)),
            "triangularSolve: right sides must be as high as the matrices and of one batch with"
                + " them: [3, 3] and [2, 1]")
        .errorInputs(
            lower,
            List.of(TensorType.of(DType.F32, 2, 2), TensorType.of(DType.F64, 2, 1)),
            "triangularSolve: dtypes differ: f32[2, 2] and right sides f64[2, 1]; cast one")
        .errorInputs(
            lower,
            List.of(TensorType.of(DType.F32, 3, 2), TensorType.of(DType.F32, 3, 1)),
            "triangularSolve: needs square matrices, got f32[3, 2]")
        .errorInputs(
            lower,
            List.of(TensorType.of(DType.F32, 3, 3)),
            "triangularSolve: takes matrices and right sides, got [f32[3, 3]]");
  }
}
