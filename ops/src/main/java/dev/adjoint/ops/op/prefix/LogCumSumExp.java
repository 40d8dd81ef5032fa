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
import dev.adjoint.ops.kernel.prefix.RunningSum;
import dev.adjoint.ops.kernel.prefix.RunningSumKernel;
import dev.adjoint.ops.kernel.prefix.Shifts;
import java.util.List;

/**
 * {@code yᵢ = ln Σ exp xₖ} over all {@code k ≤ i} along an axis, or {@code k ≥ i} in reverse,
 * without overflow: relative to the largest element so far, in doubles and in blocks ({@link
 * RunningSum}). It is −∞ where all elements so far are.
 *
 * <p>{@code dxᵢ = exp(xᵢ − yᵢ)·gᵢ} with {@code gᵢ = dyᵢ + exp(yᵢ − yᵢ₊₁)·gᵢ₊₁}, a {@link
 * LinearRecurrence} in the other direction, of factors that are at most 1. The first {@code y} is
 * {@code x}, with the derivative 1 even of −∞; after that an element −∞ has the derivative 0.
 *
 * @param axis the axis, from 0
 * @param reverse whether to begin at the end
 */
public record LogCumSumExp(int axis, boolean reverse) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(InputTypes.onlyFloatingWithAxis(this, axis, inputs));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new Logs(AxisLayout.of(inputs.getFirst().shape(), axis), reverse);
  }

  /** Walks along the lines. */
  private static final class Logs extends RunningSumKernel {
    Logs(AxisLayout layout, boolean reverse) {
      super(layout, reverse);
    }

    @Override
    protected void walk(RunningSum sum, Buffer x, Buffer y, int first, int step, int count) {
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < count; i++) {
        int at = first + i * step;
        double v = x.getDouble(at);
        if (v > max) {
          sum.scale(StrictMath.exp(max - v));
          max = v;
        }
        // For −∞ alone, and at +∞, the difference is undefined.
        double term = v == max ? 1 : StrictMath.exp(v - max);
        boolean nothing = max == Double.NEGATIVE_INFINITY && !Double.isNaN(v);
        double total = sum.add(nothing ? 0 : term);
        y.setDouble(at, nothing ? max : max + StrictMath.log(total));
      }
    }
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    // Against 0 instead of −∞, a difference is −∞ and not NaN.
    Expr base = Expr.where(y.equal(Double.NEGATIVE_INFINITY), 0, y);
    Expr next = Shifts.on(base, axis, !reverse, Double.POSITIVE_INFINITY);
    Expr decay = y.sub(next).exp();
    Expr g = Expr.apply(new LinearRecurrence(axis, !reverse), decay, dy);
    // The first y is x, and their difference is 0 even if they are infinite.
    Expr weight = Shifts.on(later(x.getFirst().sub(base).exp()), axis, reverse, 1);
    return List.of(g.mul(weight));
  }

  /** Returns all elements along the axis but the first, each moved to the index before. */
  private Expr later(Expr x) {
    return Shifts.on(x, axis, !reverse, 0);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            LogCumSumExp.class,
            Sample.of(new LogCumSumExp(0, false), Arg.real(5)),
            Sample.of(new LogCumSumExp(1, true), Arg.real(2, 3, 2)),
            Sample.of(new LogCumSumExp(0, false), Arg.real(1, 2)),
            Sample.of(new LogCumSumExp(0, false), Arg.real(0, 3)))
        .errorInputs(
            new LogCumSumExp(1, false),
            List.of(TensorType.of(DType.F32, 3)),
            "logCumSumExp: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new LogCumSumExp(0, false),
            List.of(TensorType.of(DType.I32, 3)),
            "logCumSumExp: needs a floating operand, got i32[3]; cast it");
  }
}
