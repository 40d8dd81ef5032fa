// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

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
import dev.adjoint.ops.op.reduce.LogSumExp;
import java.util.List;
import java.util.Optional;

/**
 * {@code y = x − ln Σ eˣ} along an axis: the logarithms of probabilities that are proportional to
 * {@code eˣ}, accurate even where these underflow. {@code dx = dy − exp(y)·Σ dy}.
 *
 * <p>An element −∞ stays −∞, without a derivative. A line of −∞ alone, or with +∞ or NaN, becomes
 * NaN, as it defines no probabilities.
 *
 * <p>A kernel of its own for the reasons given at {@link LogSumExp}; a program runs the {@link
 * #expansion}. On a line of {@code n} elements that is off by at most {@code (2·|y| + 4·ln n + n/16
 * + 8) / 2²⁴} in F32 and {@code (2·|y| + 4·ln n + n/8 + 8) / 2⁵³} in F64.
 *
 * @param axis the axis, from 0
 */
public record LogSoftmax(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(InputTypes.onlyFloatingWithAxis(this, axis, inputs));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new LineKernel(AxisLayout.of(inputs.getFirst().shape(), axis)) {
      @Override
      protected void line(double[] x, double[] lanes, Buffer[] in, Buffer out, int line) {
        double shift = max(x);
        double log = StrictMath.log(sumOfExponentials(x, shift, lanes));
        for (int i = 0; i < x.length; i++) {
          x[i] = x[i] - shift - log;
        }
        store(x, out, line);
      }
    };
  }

  @Override
  public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
    Expr x = Expr.of(inputs.getFirst());
    if (x.shape().size() == 0) {
      return Optional.empty(); // An empty line has no largest element.
    }
    Expr shifted = x.sub(x.maxKeepDims(axis));
    return Optional.of(ImmutableList.of(shifted.sub(shifted.exp().sumKeepDims(axis).log())));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    ImmutableIntArray along = ImmutableIntArray.of(axis);
    Expr total = dy.sum(axis).broadcastAlong(along, y.shape());
    return List.of(dy.sub(y.exp().mul(total)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            LogSoftmax.class,
            Sample.of(new LogSoftmax(0), Arg.real(5)),
            Sample.of(new LogSoftmax(1), Arg.real(2, 3, 2)),
            Sample.of(new LogSoftmax(1), Arg.real(3, 19)),
            Sample.of(new LogSoftmax(1), Arg.real(0, 3)))
        .errorInputs(
            new LogSoftmax(1),
            List.of(TensorType.of(DType.F32, 3)),
            "logSoftmax: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new LogSoftmax(0),
            List.of(TensorType.of(DType.I32, 3)),
            "logSoftmax: needs a floating operand, got i32[3]; cast it");
  }
}
