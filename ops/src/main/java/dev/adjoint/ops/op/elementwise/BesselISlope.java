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
 * The derivative of {@link BesselI}: {@code sₙ(x) = (Iₙ₋₁(x) + Iₙ₊₁(x))/2}, or {@code e^−|x|·(sₙ(x)
 * − sign(x)·Iₙ(x))}, whose terms cancel for large {@code x} but for a part of {@code 1/(2x)}. The
 * kernel adds up all of them in twice the digits; {@code dx = dy·(sₙ₋₁ + sₙ₊₁)/2}, of the scaled
 * ones less {@code dy·sign(x)·y}. Off by at most 0.51 ulp.
 *
 * @param order {@code n}, from 0 to 16; each derivative takes one more
 * @param scaled whether it is that of {@code e^−|x|·Iₙ(x)}
 */
public record BesselISlope(int order, boolean scaled) implements KernelOp, SingleOutput {
  /** Checks the order. */
  public BesselISlope {
    Preconditions.checkArgument(
        order >= 0 && order <= BesselSeries.LARGEST_ORDER,
        "besselISlope: order must be between 0 and %s: %s",
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
    return new BesselKernel(size, order, scaled, BesselSeries::slopeAt);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr below = Expr.apply(new BesselISlope(Math.abs(order - 1), scaled), x.getFirst());
    Expr above = Expr.apply(new BesselISlope(order + 1, scaled), x.getFirst());
    Expr slope = below.mul(0.5).add(above.mul(0.5)); // The sum could overflow
    return List.of(dy.mul(scaled ? slope.sub(x.getFirst().sign().mul(y)) : slope));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(BesselISlope.class, Samples.ranks(new BesselISlope(0, false), Arg.real()))
        .and(
            Sample.of(new BesselISlope(1, true), Arg.between(-3, 60, 5).except(0)),
            Sample.of(new BesselISlope(0, true), Arg.between(-2, 2, 4).except(0)),
            Sample.of(new BesselISlope(2, false), Arg.between(30, 50, 3)))
        .errorInputs(
            new BesselISlope(0, false),
            List.of(TensorType.of(DType.I32, 2)),
            "besselISlope: needs a floating operand, got i32[2]; cast it");
  }
}
