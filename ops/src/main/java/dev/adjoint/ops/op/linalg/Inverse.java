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
 * {@code y = x⁻¹} of square matrices {@code x[…, n, n]}: the solution for the identity, see {@link
 * Solve}. Its rule is its own, since {@code dx = −yᵀ·dy·yᵀ} (Giles, <i>Collected matrix derivative
 * results for forward and reverse mode algorithmic differentiation</i>, 2008, 2.2.3) needs no
 * further elimination.
 *
 * <p>A matrix with a pivot that is exactly 0 makes the run fail with an {@link
 * ArithmeticException}; one with an infinite element or NaN gives NaN. F32 is computed in F64 and
 * rounded once.
 */
public record Inverse() implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(MatrixTypes.onlySquare(this, inputs));
  }

  /** The factors and the right sides. */
  private record Scratch(LuFactors factors, double[][] b) {}

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    int n = x.shape().dim(-1);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        (long) n * n * n,
        () -> new Scratch(new LuFactors(n, n), Rows.zeros(n, n)),
        (in, out, item, scratch) -> {
          LuFactors factors = scratch.factors;
          Rows.load(in[0], item, factors.matrix());
          factors.factoriseRegular(this, x, item);
          Rows.toIdentity(scratch.b);
          factors.solve(false, scratch.b);
          Rows.store(scratch.b, out[0], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(y.t().matmul(dy).matmul(y.t()).neg());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Inverse.class,
            Sample.of(new Inverse(), Arg.structured(Structure.POSITIVE_DEFINITE, 3, 3)),
            Sample.of(new Inverse(), Arg.structured(Structure.UPPER_TRIANGULAR, 2, 2, 2)),
            Sample.of(new Inverse(), Arg.between(1, 2, 1, 1)),
            Sample.of(new Inverse(), Arg.real(0, 0)))
        .errorInputs(
            new Inverse(),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "inverse: needs square matrices, got f32[2, 3]");
  }
}
