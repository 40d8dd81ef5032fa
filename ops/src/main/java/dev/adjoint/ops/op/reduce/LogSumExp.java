// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.reduce;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.line.LineKernel;
import java.util.List;
import java.util.Optional;

/**
 * {@code y = ln Σ eˣ} along an axis, which is dropped, computed as {@code m + ln Σ exp(x − m)} with
 * the maximum {@code m}, so that nothing overflows; {@code dx = dy·softmax(x)}, which is {@code
 * dy·exp(x − y)} without the rounding of {@code y}.
 *
 * <p>Elements −∞ contribute nothing. {@code y} is −∞ where all are; there, {@code dx} is 0.
 *
 * <p>It is an op of its own rather than an expression of {@code max}, {@code exp} and {@code sum}
 * because its derivative is simpler than that of the expression: it has no term for the maximum.
 * Its kernel computes in doubles for either dtype. A program runs the {@link #expansion}, which is
 * fused with its neighbours and computes exponentials on vectors. On a line of {@code n} elements
 * that is off by at most {@code (|y| + 4·ln n + n/16 + 8) / 2²⁴} in F32 and {@code (|y| + 4·ln n +
 * n/8 + 8) / 2⁵³} in F64.
 *
 * @param axis the axis, from 0
 */
public record LogSumExp(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = InputTypes.onlyFloatingWithAxis(this, axis, inputs);
    return ImmutableList.of(x.withShape(x.shape().without(ImmutableIntArray.of(axis))));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new LineKernel(AxisLayout.of(inputs.getFirst().shape(), axis)) {
      @Override
      protected void line(double[] x, double[] lanes, Buffer[] in, Buffer out, int line) {
        double shift = shift(x);
        out.setDouble(line, shift + StrictMath.log(sumOfExponentials(x, shift, lanes)));
      }
    };
  }

  @Override
  public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
    Expr x = Expr.of(inputs.getFirst());
    if (x.shape().size() == 0) {
      return Optional.empty(); // An empty line has no largest element.
    }
    Expr max = x.maxKeepDims(axis);
    Expr isFinite = max.abs().less(Double.POSITIVE_INFINITY);
    Expr shift = Expr.where(isFinite, max, max.zerosLike());
    Expr sum = x.sub(shift).exp().sumKeepDims(axis);
    return Optional.of(ImmutableList.of(shift.add(sum.log()).squeeze(axis)));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr input = x.getFirst();
    ImmutableIntArray along = ImmutableIntArray.of(axis);
    Expr nothing = y.equal(Double.NEGATIVE_INFINITY).broadcastAlong(along, input.shape());
    // A softmax of zeros in place of an undefined one, so that there is no NaN.
    Expr weight = Expr.where(nothing, 0, Expr.where(nothing, 0, input).softmax(axis));
    return List.of(dy.broadcastAlong(along, input.shape()).mul(weight));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            LogSumExp.class,
            Sample.of(new LogSumExp(0), Arg.real(5)),
            Sample.of(new LogSumExp(1), Arg.real(2, 3, 2)),
            Sample.of(new LogSumExp(1), Arg.real(3, 19)),
            Sample.of(new LogSumExp(1), Arg.real(0, 3)))
        .errorInputs(
            new LogSumExp(1),
            List.of(TensorType.of(DType.F32, 3)),
            "logSumExp: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new LogSumExp(0),
            List.of(TensorType.of(DType.I32, 3)),
            "logSumExp: needs a floating operand, got i32[3]; cast it");
  }
}
