// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.loss;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.IndexRange;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.line.LineKernel;
import java.util.List;
import java.util.Optional;

/**
 * {@code y = ln Σ eˣ − x[label]} along an axis, which is dropped: the negative logarithm of the
 * probability that a softmax gives to each line's label, an element of the second input, which has
 * the shape of {@code y}. {@code dx = dy·(softmax(x) − onehot(label))}.
 *
 * <p>It is an op of its own for the sake of its derivative. That of {@code −logSoftmax(x)[label]}
 * would sum the one-hot vector of each line, whose sum is known to be 1. This derivative is
 * elementwise but for the softmax, which shares its maximum and sum with {@code y}: a program
 * computes both once, and {@code dx} in one pass.
 *
 * <p>Lines that have no softmax become NaN. A label outside of {@code [0, extent)} is an {@link
 * IndexOutOfBoundsException} of the run. A program runs the {@link #expansion}; on a line of {@code
 * n} elements that is off by at most {@code (2·y + 4·ln n + n/16 + 8) / 2²⁴} in F32 and {@code (2·y
 * + 4·ln n + n/8 + 8) / 2⁵³} in F64.
 *
 * @param axis the axis, from 0
 */
public record SoftmaxCrossEntropy(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(name(), "takes logits and labels, got " + inputs);
    }
    TensorType x = InputTypes.onlyFloatingWithAxis(this, axis, inputs.subList(0, 1));
    InputTypes.checkIndices(this, inputs.get(1));
    TensorType y = x.withShape(x.shape().without(ImmutableIntArray.of(axis)));
    if (!inputs.get(1).shape().equals(y.shape())) {
      throw new ShapeException(
          name(),
          "one label for each line along axis %s of %s must have shape %s, got %s"
              .formatted(axis, x, y.shape(), inputs.get(1)));
    }
    return ImmutableList.of(y);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    AxisLayout layout = AxisLayout.of(inputs.getFirst().shape(), axis);
    return new LineKernel(layout) {
      @Override
      protected void begin(Buffer[] in) {
        IndexRange.check(SoftmaxCrossEntropy.this, in[1], layout.extent());
      }

      @Override
      protected void line(double[] x, double[] lanes, Buffer[] in, Buffer out, int line) {
        double shift = max(x);
        double below = shift - x[(int) in[1].getLong(line)];
        out.setDouble(line, StrictMath.log(sumOfExponentials(x, shift, lanes)) + below);
      }
    };
  }

  @Override
  public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
    Expr x = Expr.of(inputs.get(0));
    if (x.shape().size() == 0) {
      return Optional.empty(); // An empty line has no largest element.
    }
    Expr labels = Expr.of(inputs.get(1)).expandDims(axis);
    Expr below = x.max(axis).sub(x.takeAlongAxis(axis, labels).squeeze(axis));
    Expr sum = x.sub(x.maxKeepDims(axis)).exp().sum(axis);
    return Optional.of(ImmutableList.of(sum.log().add(below)));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr logits = x.get(0);
    Expr places = x.get(1).oneHot(axis, logits.shape().dim(axis), dy.dtype());
    Expr repeated = dy.broadcastAlong(ImmutableIntArray.of(axis), logits.shape());
    return List.of(logits.softmax(axis).sub(places).mul(repeated), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            SoftmaxCrossEntropy.class,
            Sample.of(new SoftmaxCrossEntropy(0), Arg.real(4), Arg.index(DType.I32, 4)),
            Sample.of(new SoftmaxCrossEntropy(1), Arg.real(3, 4), Arg.index(DType.I64, 4, 3)),
            Sample.of(new SoftmaxCrossEntropy(1), Arg.real(2, 3, 2), Arg.index(DType.I32, 3, 2, 2)),
            Sample.of(new SoftmaxCrossEntropy(1), Arg.real(3, 19), Arg.index(DType.I32, 19, 3)),
            Sample.of(new SoftmaxCrossEntropy(1), Arg.real(0, 3), Arg.index(DType.I32, 3, 0)))
        .errorInputs(
            new SoftmaxCrossEntropy(1),
            List.of(TensorType.of(DType.F32, 32, 10), TensorType.of(DType.I32, 31)),
            "softmaxCrossEntropy: one label for each line along axis 1 of f32[32, 10] must have"
                + " shape [32], got i32[31]")
        .errorInputs(
            new SoftmaxCrossEntropy(1),
            List.of(TensorType.of(DType.F32, 32, 10), TensorType.of(DType.F32, 32)),
            "softmaxCrossEntropy: indices must be i32 or i64, got f32[32]; cast them")
        .errorInputs(
            new SoftmaxCrossEntropy(1),
            List.of(TensorType.of(DType.F32, 3), TensorType.of(DType.I32)),
            "softmaxCrossEntropy: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new SoftmaxCrossEntropy(0),
            List.of(TensorType.of(DType.I32, 3), TensorType.of(DType.I32)),
            "softmaxCrossEntropy: needs a floating operand, got i32[3]; cast it")
        .errorInputs(
            new SoftmaxCrossEntropy(0),
            List.of(TensorType.of(DType.F32, 3)),
            "softmaxCrossEntropy: takes logits and labels, got [f32[3]]");
  }
}
