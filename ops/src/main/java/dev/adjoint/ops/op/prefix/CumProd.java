// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.prefix;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.prefix.PrefixKernel;
import dev.adjoint.ops.kernel.prefix.Shifts;
import java.util.List;

/**
 * {@code yᵢ = Π xₖ} over all {@code k ≤ i} along an axis, or {@code k ≥ i} in reverse.
 *
 * <p>{@code dxᵢ = yᵢ₋₁·rᵢ} with {@code rᵢ = dyᵢ + xᵢ₊₁·rᵢ₊₁}, a {@link LinearRecurrence} in the
 * other direction. There is no division, so this is right also where elements are 0, to any order.
 *
 * <p>Floating numbers are multiplied in doubles one after another, and each result is rounded once;
 * its relative error in F64 is at most {@code (n − 1) / 2⁵³}. Integers wrap around.
 *
 * @param axis the axis, from 0
 * @param reverse whether to begin at the end
 */
public record CumProd(int axis, boolean reverse) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(InputTypes.onlyNumbersWithAxis(this, axis, inputs));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    boolean floating = x.dtype().isFloating();
    return new PrefixKernel(AxisLayout.of(x.shape(), axis), reverse) {
      @Override
      protected void walk(Buffer[] in, Buffer[] out, int first, int step, int count, int piece) {
        double product = 1;
        long whole = 1;
        for (int i = 0; i < count; i++) {
          int at = first + i * step;
          if (floating) {
            product *= in[0].getDouble(at);
            out[0].setDouble(at, product);
          } else {
            whole *= in[0].getLong(at);
            out[0].setLong(at, whole);
          }
        }
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr next = Shifts.on(x.getFirst(), axis, !reverse, 0);
    Expr rest = Expr.apply(new LinearRecurrence(axis, !reverse), next, dy);
    return List.of(Shifts.on(y, axis, reverse, 1).mul(rest));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            CumProd.class,
            Sample.of(new CumProd(0, false), Arg.real(5)),
            Sample.of(new CumProd(1, true), Arg.real(2, 3, 2)),
            Sample.of(new CumProd(0, false), Arg.real(1, 2)),
            Sample.of(new CumProd(0, false), Arg.real(0, 3)),
            Sample.of(new CumProd(0, true), Arg.index(DType.I64, 9, 4, 2)))
        .errorInputs(
            new CumProd(1, false),
            List.of(TensorType.of(DType.F32, 3)),
            "cumProd: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new CumProd(0, false),
            List.of(TensorType.of(DType.BOOL, 3)),
            "cumProd: needs numbers, got bool[3]; cast it");
  }
}
