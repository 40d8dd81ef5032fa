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
import dev.adjoint.ops.kernel.prefix.RunningSum;
import dev.adjoint.ops.kernel.prefix.RunningSumKernel;
import java.util.List;

/**
 * {@code yᵢ = Σ xₖ} over all {@code k ≤ i} along an axis, or {@code k ≥ i} in reverse; {@code dx}
 * is the same sum of {@code dy} in the other direction.
 *
 * <p>Floating numbers are added in doubles, in blocks ({@link RunningSum}), and each result is
 * rounded once, so the error of {@code n} terms in F64 grows with the block and the logarithm of
 * {@code n}. Integers wrap around.
 *
 * @param axis the axis, from 0
 * @param reverse whether to begin at the end
 */
public record CumSum(int axis, boolean reverse) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(InputTypes.onlyNumbersWithAxis(this, axis, inputs));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    AxisLayout layout = AxisLayout.of(x.shape(), axis);
    return x.dtype().isFloating() ? new Floating(layout, reverse) : new Whole(layout, reverse);
  }

  /** Sums of floating numbers. */
  private static final class Floating extends RunningSumKernel {
    Floating(AxisLayout layout, boolean reverse) {
      super(layout, reverse);
    }

    @Override
    protected void walk(RunningSum sum, Buffer x, Buffer y, int first, int step, int count) {
      for (int i = 0; i < count; i++) {
        int at = first + i * step;
        y.setDouble(at, sum.add(x.getDouble(at)));
      }
    }
  }

  /** Sums of integers. */
  private static final class Whole extends PrefixKernel {
    Whole(AxisLayout layout, boolean reverse) {
      super(layout, reverse);
    }

    @Override
    protected void walk(Buffer[] in, Buffer[] out, int first, int step, int count, int piece) {
      long sum = 0;
      for (int i = 0; i < count; i++) {
        int at = first + i * step;
        sum += in[0].getLong(at);
        out[0].setLong(at, sum);
      }
    }
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.apply(new CumSum(axis, !reverse), dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            CumSum.class,
            Sample.of(new CumSum(0, false), Arg.real(5)),
            Sample.of(new CumSum(1, true), Arg.real(2, 3, 2)),
            Sample.of(new CumSum(1, false), Arg.real(1, 131)),
            Sample.of(new CumSum(0, false), Arg.real(0, 3)),
            Sample.of(new CumSum(0, true), Arg.index(DType.I32, 9, 4, 2)))
        .errorInputs(
            new CumSum(1, false),
            List.of(TensorType.of(DType.F32, 3)),
            "cumSum: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new CumSum(0, false),
            List.of(TensorType.of(DType.BOOL, 3)),
            "cumSum: needs numbers, got bool[3]; cast it");
  }
}
