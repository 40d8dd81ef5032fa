// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.reduce;

import com.google.common.collect.ImmutableList;
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
import dev.adjoint.ops.kernel.reduce.Extremum;
import java.util.List;

/**
 * {@code y = min x} along some axes, which are dropped; NaN if any element is. {@code dx} is {@code
 * dy} at the elements equal to {@code y}, shared evenly among them, as in JAX.
 *
 * @param axes the axes, ascending, from 0
 */
public record Min(ImmutableIntArray axes) implements ReductionOp, SingleOutput {
  @Override
  public Scalar identity(DType dtype) {
    return Extremum.highest(dtype);
  }

  @Override
  public Scalar combine(Scalar accumulator, Scalar x) {
    return accumulator.min(x);
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ImmutableList<TensorType> y = ReductionOp.super.infer(inputs);
    Extremum.checkNotEmpty(this, inputs.getFirst().shape(), "smallest");
    return y;
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Extremum.vjp(axes, x.getFirst(), y, dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Min.class,
            Sample.of(new Min(ImmutableIntArray.of(0, 1)), Arg.distinct(3, 4)),
            Sample.of(new Min(ImmutableIntArray.of(1)), Arg.distinct(2, 3, 2)),
            Sample.of(new Min(ImmutableIntArray.of(0, 2)), Arg.distinct(2, 3, 2)),
            Sample.of(new Min(ImmutableIntArray.of(1)), Arg.real(0, 3)),
            Sample.of(new Min(ImmutableIntArray.of(0)), Arg.index(DType.I32, 9, 4, 2)),
            Sample.of(new Min(ImmutableIntArray.of()), Arg.real(2)))
        .errorInputs(
            new Min(ImmutableIntArray.of(0)),
            List.of(TensorType.of(DType.F32, 0)),
            "min: no element along axes [0] of [0]; there is no smallest of none")
        .errorInputs(
            new Min(ImmutableIntArray.of(0)),
            List.of(TensorType.of(DType.BOOL, 2)),
            "min: needs numbers, got bool; cast it");
  }
}
