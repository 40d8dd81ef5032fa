// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Structure;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import dev.adjoint.ops.kernel.linalg.SymmetricEigen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The eigenvalues {@code w[…, n]} of symmetric matrices {@code S[…, n, n]}, in ascending order, and
 * orthonormal eigenvectors, the columns of {@code V[…, n, n]}: {@code S·V = V·diag(w)}. {@code S}
 * is {@code ½(A + Aᵀ)}: what is not symmetric in {@code A} does not count, and has no derivative.
 *
 * <p>Of a vector, the first of those elements that reach nine tenths of its largest magnitude is
 * positive.
 *
 * <p>{@code dA = V·(diag(dw) + F∘(Vᵀ·dV))·Vᵀ}, symmetrised, with {@code Fᵢⱼ = 1/(wⱼ − wᵢ)}, and 0
 * on the diagonal (Giles, <i>Collected matrix derivative results for forward and reverse mode
 * algorithmic differentiation</i>, 2008, 3.1). Values have a derivative at any matrix; where some
 * are equal it is that of the vectors given, and right for functions that treat equals alike, such
 * as their sum. The vectors of equal values have none: it is infinite or NaN.
 *
 * <p>A matrix with an infinite element or NaN gives NaN. F32 is computed in F64 and rounded once.
 */
public record Eigh() implements KernelOp, Differentiable {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = MatrixTypes.onlySquare(this, inputs);
    return ImmutableList.of(MatrixTypes.with(x, x.shape().dim(-1)), x);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    int n = x.shape().dim(-1);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        9L * n * n * n,
        () -> new SymmetricEigen(n),
        (in, out, item, eigen) -> {
          Rows.load(in[0], item, eigen.matrix());
          if (!eigen.compute()) {
            throw new ArithmeticException(
                "%s: no eigenvalues of %s found".formatted(name(), MatrixTypes.name(x, item)));
          }
          Rows.store(eigen.values(), out[0], item);
          Rows.storeTransposed(eigen.vectors(), out[1], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
    Expr w = y.get(0);
    Expr v = y.get(1);
    @Nullable Expr inner = dy.get(0).isZero() ? null : dy.get(0).diagEmbed(0);
    if (!dy.get(1).isZero()) {
      Expr eye = Expr.full(w.type(), 1).diagEmbed(0);
      // With ones on the diagonal nothing is divided by 0 there, in no order of derivative.
      Expr gaps = w.expandDims(-2).sub(w.expandDims(-1)).add(eye);
      Expr turned = v.t().matmul(dy.get(1)).mul(eye.neg().add(1)).div(gaps);
      inner = inner == null ? turned : inner.add(turned);
    }
    if (inner == null) {
      return List.of(x.getFirst().zerosLike());
    }
    Expr dx = v.matmul(inner).matmul(v.t());
    return List.of(dx.add(dx.t()).mul(0.5));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Eigh.class,
            Sample.of(new Eigh(), Arg.structured(Structure.SYMMETRIC, 3, 3)),
            Sample.of(new Eigh(), Arg.distinct(2, 2, 2)),
            Sample.of(new Eigh(), Arg.structured(Structure.POSITIVE_DEFINITE, 4, 4)),
            Sample.of(new Eigh(), Arg.real(1, 1)),
            Sample.of(new Eigh(), Arg.real(0, 0)),
            Sample.of(new Eigh(), Arg.real(0, 2, 2)))
        .errorInputs(
            new Eigh(),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "eigh: needs square matrices, got f32[2, 3]");
  }
}
