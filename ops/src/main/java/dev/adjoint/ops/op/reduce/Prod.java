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
import dev.adjoint.ops.kernel.reduce.MergedAxes;
import java.util.List;

/**
 * {@code y = Π x} along some axes, which are dropped. {@code dx} is {@code dy} times the product of
 * all other elements, those before and those after. There is no division, so this is right also
 * where elements are 0, to any order.
 *
 * @param axes the axes, ascending, from 0
 */
public record Prod(ImmutableIntArray axes) implements ReductionOp, SingleOutput {
  @Override
  public Scalar identity(DType dtype) {
    return Scalar.constant(dtype, 1L);
  }

  @Override
  public Scalar combine(Scalar accumulator, Scalar x) {
    return accumulator.mul(x);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    MergedAxes merged = new MergedAxes(x.getFirst().shape(), axes);
    Expr line = merged.merge(x.getFirst());
    Expr others = line.cumProd(-1, true, false).mul(line.cumProd(-1, true, true));
    return List.of(merged.split(dy.expandDims(-1).mul(others)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Prod.class,
            Sample.of(new Prod(ImmutableIntArray.of(0, 1)), Arg.real(2, 3)),
            Sample.of(new Prod(ImmutableIntArray.of(1)), Arg.real(2, 3, 2)),
            Sample.of(new Prod(ImmutableIntArray.of(0, 2)), Arg.real(2, 3, 2)),
            Sample.of(new Prod(ImmutableIntArray.of(0)), Arg.real(0, 2)),
            Sample.of(new Prod(ImmutableIntArray.of(0)), Arg.index(DType.I32, 9, 4, 2)),
            Sample.of(new Prod(ImmutableIntArray.of()), Arg.real(2)))
        .errorInputs(
            new Prod(ImmutableIntArray.of(2)),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "prod: axes [2] of [2, 3]: must ascend within the rank")
        .errorInputs(
            new Prod(ImmutableIntArray.of(0)),
            List.of(TensorType.of(DType.BOOL, 2)),
            "prod: mul: needs numbers, got bool; cast it");
  }
}
