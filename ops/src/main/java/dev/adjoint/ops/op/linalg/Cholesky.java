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
import dev.adjoint.ops.kernel.linalg.CholeskyFactor;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * The lower triangular {@code L} with a positive diagonal for which {@code L·Lᵀ} is {@code S = ½(A
 * + Aᵀ)}, of positive definite matrices {@code S[…, n, n]}. What is not symmetric in {@code A} does
 * not count, and has no derivative: that of {@code L₁₀} at {@code [[4, 2], [2, 3]]} is {@code [[−⅛,
 * ¼], [¼, 0]]}.
 *
 * <p>{@code dA = ½(G + Gᵀ)} with {@code G = L⁻ᵀ·Φ(Lᵀ·dL)·L⁻¹}, where {@code Φ} keeps the lower
 * triangle and halves the diagonal (Murray, <i>Differentiation of the Cholesky decomposition</i>,
 * 2016, after Smith, 1995).
 *
 * <p>A matrix that is not positive definite makes the run fail with an {@link ArithmeticException};
 * one with an infinite element or NaN gives NaN. F32 is computed in F64 and rounded once.
 */
public record Cholesky() implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(MatrixTypes.onlySquare(this, inputs));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    int n = x.shape().dim(-1);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        (long) n * n * n / 3,
        () -> new CholeskyFactor(n),
        (in, out, item, factor) -> {
          Rows.load(in[0], item, factor.matrix());
          int bad = factor.factorise();
          if (bad >= 0) {
            throw new ArithmeticException(
                "%s: %s is not positive definite: pivot %s is %s; add a multiple of the identity"
                    .formatted(name(), MatrixTypes.name(x, item), bad, factor.pivot(bad)));
          }
          Rows.storeTransposed(factor.matrix(), out[0], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr product = y.t().matmul(dy);
    Expr half = product.tril(0).sub(product.diagonal().mul(0.5).diagEmbed(0));
    TriangularSolve back = new TriangularSolve(Triangle.LOWER.transposed());
    // L⁻ᵀ·Φ·L⁻¹ is L⁻ᵀ times the transpose of L⁻ᵀ·Φᵀ.
    Expr g = Expr.apply(back, y, Expr.apply(back, y, half.t()).t());
    return List.of(g.add(g.t()).mul(0.5));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Cholesky.class,
            Sample.of(new Cholesky(), definite(3, 3)),
            Sample.of(new Cholesky(), definite(2, 2, 2)),
            Sample.of(new Cholesky(), definite(1, 1)),
            Sample.of(new Cholesky(), Arg.real(0, 0)),
            Sample.of(new Cholesky(), Arg.real(0, 2, 2)))
        .errorInputs(
            new Cholesky(),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "cholesky: needs square matrices, got f32[2, 3]")
        .errorInputs(
            new Cholesky(),
            List.of(TensorType.of(DType.F32, 3)),
            "cholesky: needs matrices, of two axes or more, got f32[3]")
        .errorInputs(
            new Cholesky(),
            List.of(TensorType.of(DType.I32, 2, 2)),
            "cholesky: needs a floating operand, got i32[2, 2]; cast it")
        .errorInputs(new Cholesky(), List.of(), "cholesky: takes one input, got []");
  }

  /** Draws any matrices {@code B}, and gives the op {@code B·Bᵀ + I}. */
  private static Arg definite(int... dims) {
    return Arg.real(dims)
        .wrap(b -> {
          TensorType diagonal = b.type().withShape(b.shape().slice(0, b.shape().rank() - 1));
          return b.matmul(b.t()).add(Expr.full(diagonal, 1).diagEmbed(0));
        });
  }
}
