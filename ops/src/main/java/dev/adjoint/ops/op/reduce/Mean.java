// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.reduce;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.util.List;

/**
 * {@code y = Σ x / n} along some axes of {@code n} elements together, which are dropped; {@code dx}
 * repeats {@code dy / n} along them. The mean of no element is NaN.
 *
 * @param axes the axes, ascending, from 0
 */
public record Mean(ImmutableIntArray axes) implements ReductionOp, SingleOutput {
  @Override
  public Scalar identity(DType dtype) {
    return Scalar.constant(dtype, 0L);
  }

  @Override
  public Scalar combine(Scalar accumulator, Scalar x) {
    return accumulator.add(x);
  }

  @Override
  public Scalar finish(Scalar accumulator, int count) {
    return accumulator.div(count);
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ImmutableList<TensorType> y = ReductionOp.super.infer(inputs);
    if (!y.getFirst().dtype().isFloating()) {
      throw new ShapeException(name(), "needs a floating operand, got " + inputs + "; cast it");
    }
    return y;
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Shape in = x.getFirst().shape();
    return List.of(dy.div(count(in)).broadcastAlong(axes, in));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Mean.class,
            Sample.of(new Mean(ImmutableIntArray.of(0, 1)), Arg.real(3, 4)),
            Sample.of(new Mean(ImmutableIntArray.of(1)), Arg.real(2, 3, 2)),
            Sample.of(new Mean(ImmutableIntArray.of(0, 2)), Arg.real(2, 3, 2)),
            Sample.of(new Mean(ImmutableIntArray.of(0)), Arg.real(2, 0)),
            Sample.of(new Mean(ImmutableIntArray.of()), Arg.real(2)))
        .errorInputs(
            new Mean(ImmutableIntArray.of(2)),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "mean: axes [2] of [2, 3]: must ascend within the rank")
        .errorInputs(
            new Mean(ImmutableIntArray.of(0)),
            List.of(TensorType.of(DType.I32, 2)),
            "mean: needs a floating operand, got [i32[2]]; cast it");
  }
}
