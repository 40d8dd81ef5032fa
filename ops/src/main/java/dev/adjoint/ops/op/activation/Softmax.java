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
 * {@code y = eˣ / Σ eˣ} along an axis: probabilities proportional to {@code eˣ}, computed from
 * {@code x − max x} so that nothing overflows. {@code dx = y·(dy − Σ dy·y)}.
 *
 * <p>An element −∞ has probability 0 and no derivative. A line of −∞ alone, or with +∞ or NaN,
 * becomes NaN, as it defines no probabilities.
 *
 * <p>A kernel of its own for the reasons given at {@link LogSumExp}; a program runs the {@link
 * #expansion}. On a line of {@code n} elements that is off by at most {@code (d + ln n + n/16 +
 * 10)·y / 2²⁴} in F32, where {@code d = max x − x}, and {@code (d + ln n + n/8 + 10)·y / 2⁵³} in
 * F64; where {@code y} is subnormal, by the smallest number more.
 *
 * @param axis the axis, from 0
 */
public record Softmax(int axis) implements KernelOp, SingleOutput {
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
        for (int i = 0; i < x.length; i++) {
          x[i] = StrictMath.exp(x[i] - shift);
        }
        double sum = sum(x, lanes);
        for (int i = 0; i < x.length; i++) {
          x[i] /= sum;
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
    Expr e = x.sub(x.maxKeepDims(axis)).exp();
    return Optional.of(ImmutableList.of(e.mul(e.sumKeepDims(axis).rdiv(1))));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    ImmutableIntArray along = ImmutableIntArray.of(axis);
    Expr mean = dy.mul(y).sum(axis).broadcastAlong(along, y.shape());
    return List.of(y.mul(dy.sub(mean)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Softmax.class,
            Sample.of(new Softmax(0), Arg.real(5)),
            Sample.of(new Softmax(1), Arg.real(2, 3, 2)),
            Sample.of(new Softmax(1), Arg.real(3, 19)),
            Sample.of(new Softmax(1), Arg.real(0, 3)))
        .errorInputs(
            new Softmax(1),
            List.of(TensorType.of(DType.F32, 3)),
            "softmax: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new Softmax(0),
            List.of(TensorType.of(DType.I32, 3)),
            "softmax: needs a floating operand, got i32[3]; cast it");
  }
}
