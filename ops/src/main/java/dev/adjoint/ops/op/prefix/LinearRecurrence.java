// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.prefix;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ShapeException;
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
 * {@code yᵢ = aᵢ·yᵢ₋₁ + bᵢ} along an axis, from {@code y = 0}, or the same from the end in reverse.
 * The derivatives of prefix products and log-sums are such recurrences (Blelloch, "Prefix sums and
 * their applications", 1990, §1.4).
 *
 * <p>{@code gᵢ = dyᵢ + aᵢ₊₁·gᵢ₊₁} is the same in the other direction; {@code db = g} and {@code daᵢ
 * = gᵢ·yᵢ₋₁}. The first {@code a} is not read. It is computed in doubles, and each {@code y}
 * rounded once.
 *
 * @param axis the axis, from 0
 * @param reverse whether to begin at the end
 */
public record LinearRecurrence(int axis, boolean reverse) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
      throw new ShapeException(name(), "takes factors and terms of one type, got " + inputs);
    }
    return ImmutableList.of(InputTypes.onlyFloatingWithAxis(this, axis, inputs.subList(0, 1)));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new PrefixKernel(AxisLayout.of(inputs.getFirst().shape(), axis), reverse) {
      @Override
      protected void walk(Buffer[] in, Buffer[] out, int first, int step, int count, int piece) {
        double y = in[1].getDouble(first);
        out[0].setDouble(first, y);
        for (int i = 1; i < count; i++) {
          int at = first + i * step;
          y = Math.fma(in[0].getDouble(at), y, in[1].getDouble(at));
          out[0].setDouble(at, y);
        }
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr next = Shifts.on(x.getFirst(), axis, !reverse, 0);
    Expr g = Expr.apply(new LinearRecurrence(axis, !reverse), next, dy);
    return List.of(g.mul(Shifts.on(y, axis, reverse, 0)), g);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            LinearRecurrence.class,
            Sample.of(new LinearRecurrence(0, false), Arg.real(4), Arg.real(4)),
            Sample.of(new LinearRecurrence(1, true), Arg.real(2, 3, 2), Arg.real(2, 3, 2)),
            Sample.of(new LinearRecurrence(1, false), Arg.real(0, 3), Arg.real(0, 3)),
            Sample.of(new LinearRecurrence(1, true), Arg.real(2, 0), Arg.real(2, 0)))
        .errorInputs(
            new LinearRecurrence(0, false),
            List.of(TensorType.of(DType.F32, 3), TensorType.of(DType.F32, 4)),
            "linearRecurrence: takes factors and terms of one type, got [f32[3], f32[4]]")
        .errorInputs(
            new LinearRecurrence(1, false),
            List.of(TensorType.of(DType.F32, 3), TensorType.of(DType.F32, 3)),
            "linearRecurrence: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new LinearRecurrence(0, false),
            List.of(TensorType.of(DType.I32, 3), TensorType.of(DType.I32, 3)),
            "linearRecurrence: needs a floating operand, got i32[3]; cast it");
  }
}
