// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.reduce;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.util.List;

/**
 * {@code y = Σ x} along some axes, which are dropped; {@code dx} repeats {@code dy} along them.
 *
 * @param axes the axes, ascending, from 0
 */
public record Sum(ImmutableIntArray axes) implements ReductionOp, SingleOutput {
  @Override
  public Scalar identity(DType dtype) {
    return Scalar.constant(dtype, 0L);
  }

  @Override
  public Scalar combine(Scalar accumulator, Scalar x) {
    return accumulator.add(x);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.broadcastAlong(axes, x.getFirst().shape()));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Sum.class,
            Sample.of(new Sum(ImmutableIntArray.of(0, 1)), Arg.real(3, 4)),
            Sample.of(new Sum(ImmutableIntArray.of(1)), Arg.real(2, 3, 2)),
            Sample.of(new Sum(ImmutableIntArray.of(0, 2)), Arg.real(2, 3, 2)),
            Sample.of(new Sum(ImmutableIntArray.of()), Arg.real(2)))
        .errorInputs(
            new Sum(ImmutableIntArray.of(2)),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "sum: axes [2] of [2, 3]: must ascend within the rank")
        .errorInputs(
            new Sum(ImmutableIntArray.of(0)),
            List.of(TensorType.of(DType.BOOL, 2)),
            "sum: add: needs numbers, got bool; cast it");
  }
}
