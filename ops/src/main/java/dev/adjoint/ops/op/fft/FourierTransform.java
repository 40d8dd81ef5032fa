// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.fft;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.fft.FourierKernel;
import java.util.List;

/**
 * The discrete Fourier transform along an axis of length {@code n}, of complex numbers given by
 * real and imaginary parts, without a factor: {@code yₖ = Σⱼ xⱼ·e^(∓2πijk/n)}, with {@code +} for
 * the inverse. It is linear and its matrix symmetric, so the cotangents of both parts are
 * transformed the other way round.
 *
 * <p>Lengths with prime factors up to 13 are done factor by factor, others as a convolution
 * (Bluestein, 1970), in F64 and rounded once. The root of the mean square error of F64 is, relative
 * to that of the result, about {@code 2⁻⁵³·√log₂ n}, with a convolution up to four times as much.
 *
 * @param axis the axis, from 0
 * @param inverse whether it is the inverse, but for the factor {@code 1/n}
 */
public record FourierTransform(int axis, boolean inverse) implements KernelOp, Differentiable {
  private static final int LONGEST = 1 << 28;

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
      throw new ShapeException(name(), "takes real and imaginary parts of one type, got " + inputs);
    }
    TensorType x = InputTypes.onlyFloatingWithAxis(this, axis, inputs.subList(0, 1));
    if (x.shape().dim(axis) > LONGEST) {
      throw new ShapeException(name(), "a line of " + x + " is longer than 2^28");
    }
    return ImmutableList.of(x, x);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new FourierKernel(AxisLayout.of(inputs.getFirst().shape(), axis), inverse);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
    return Expr.applyAll(new FourierTransform(axis, !inverse), dy);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            FourierTransform.class,
            sample(0, false, 8),
            sample(1, true, 2, 12),
            sample(0, false, 15, 2),
            sample(1, false, 2, 17, 2),
            sample(0, true, 7),
            sample(0, false, 1),
            sample(1, true, 0, 3),
            sample(1, false, 3, 0))
        .errorInputs(
            new FourierTransform(0, false),
            List.of(TensorType.of(DType.F32, 4)),
            "fourierTransform: takes real and imaginary parts of one type, got [f32[4]]")
        .errorInputs(
            new FourierTransform(1, false),
            List.of(TensorType.of(DType.F32, 4), TensorType.of(DType.F32, 4)),
            "fourierTransform: axis 1 of f32[4]: must lie within the rank")
        .errorInputs(
            new FourierTransform(0, false),
            List.of(TensorType.of(DType.I32, 4), TensorType.of(DType.I32, 4)),
            "fourierTransform: needs a floating operand, got i32[4]; cast it");
  }

  private static Sample sample(int axis, boolean inverse, int... dims) {
    return Sample.of(new FourierTransform(axis, inverse), Arg.real(dims), Arg.real(dims));
  }
}
