// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import com.google.common.base.Preconditions;
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
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.special.BesselKernel;
import dev.adjoint.ops.kernel.special.BesselSeries;
import java.util.List;

/**
 * The modified Bessel function of the first kind {@code Iₙ(x)}, or {@code e^−|x|·Iₙ(x)}, which does
 * not overflow, element by element. With {@code I₋₁ = I₁},
 *
 * <pre>{@code
 * dx = dy·(Iₙ₋₁(x) + Iₙ₊₁(x))/2,
 * }</pre>
 *
 * <p>of the scaled ones, less {@code dy·sign(x)·y}: there is a kink at 0, where the derivative is
 * that of {@code Iₙ}. Abramowitz and Stegun, <i>Handbook of Mathematical Functions</i>, 1964,
 * 9.6.26. Both are off by at most 0.51 ulp, see {@link BesselISlope}; ±∞ at ±∞, scaled 0.
 *
 * <p>The number of terms depends on the argument, so it is a kernel, not a body of scalar
 * instructions.
 *
 * @param order {@code n}, from 0 to 16; each derivative takes one more
 * @param scaled whether to multiply by {@code e^−|x|}
 */
public record BesselI(int order, boolean scaled) implements KernelOp, SingleOutput {
  /** Checks the order. */
  public BesselI {
    Preconditions.checkArgument(
        order >= 0 && order <= BesselSeries.LARGEST_ORDER,
        "besselI: order must be between 0 and %s: %s",
        BesselSeries.LARGEST_ORDER,
        order);
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(InputTypes.onlyFloating(this, inputs));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    int size = outputs.getFirst().size();
    return new BesselKernel(size, order, scaled, BesselSeries::at);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(Expr.apply(new BesselISlope(order, scaled), x.getFirst())));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(BesselI.class, Samples.ranks(new BesselI(0, false), Arg.real()))
        .and(
            Sample.of(new BesselI(1, false), Arg.between(-9, 9, 5)),
            Sample.of(new BesselI(1, true), Arg.between(-3, 60, 5).except(0)),
            Sample.of(new BesselI(0, true), Arg.between(-2, 2, 4).except(0)),
            Sample.of(new BesselI(2, false), Arg.between(30, 50, 3)))
        .errorInputs(
            new BesselI(0, false),
            List.of(TensorType.of(DType.I32, 2)),
            "besselI: needs a floating operand, got i32[2]; cast it");
  }
}
