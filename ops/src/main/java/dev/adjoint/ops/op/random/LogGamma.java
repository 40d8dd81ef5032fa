// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.random;

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
import dev.adjoint.ops.kernel.random.DrawKernel;
import dev.adjoint.ops.kernel.random.Draws;
import dev.adjoint.ops.kernel.random.RandomKernel;
import java.util.List;

/**
 * {@code y} has for each shape {@code α > 0} the logarithm of a number of the gamma distribution
 * with density {@code z^(α−1)·e^−z/Γ(α)}. For small {@code α} most numbers are too small for a
 * dtype, but not their logarithms. −∞ for {@code α = 0}, ∞ for ∞, NaN for negative numbers and NaN.
 *
 * <p>By the method of Marsaglia and Tsang, <i>A Simple Method for Generating Gamma Variables</i>,
 * 2000, which accepts at least 95 of 100 attempts; below 1 a number of shape {@code α + 1} is
 * multiplied by the power {@code 1/α} of a uniform one. As which attempt is accepted depends on
 * {@code α}, the op has no derivative; see {@link GammaTransport}.
 *
 * @param stream which of 2⁶⁴ independent sequences of the key
 */
public record LogGamma(long stream) implements KernelOp, SingleOutput {
  /** Enough for all but one of 10⁸³ numbers. */
  private static final int ATTEMPTS = 64;

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(RandomKernel.parameters(this, inputs, 1, "shapes"));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new DrawKernel(outputs.getFirst().size(), stream) {
      @Override
      protected double draw(Draws random, Buffer[] in, int element) {
        double shape = in[1].getDouble(element);
        if (!(shape > 0 && shape < Double.POSITIVE_INFINITY)) {
          return shape >= 0 ? StrictMath.log(shape) : Double.NaN;
        }
        return shape < 1
            ? fromOne(random, shape + 1) + StrictMath.log(random.inner()) / shape
            : fromOne(random, shape);
      }
    };
  }

  /** Returns the logarithm of a number of a shape from 1 on. */
  private static double fromOne(Draws random, double shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / StrictMath.sqrt(9 * d);
    for (int i = 0; i < ATTEMPTS; i++) {
      double x = random.normal();
      double t = c * x;
      if (t > -1 && StrictMath.log(random.inner()) < logAcceptance(d, t, x)) {
        return StrictMath.log(d) + 3 * StrictMath.log1p(t);
      }
    }
    return StrictMath.log(d);
  }

  /** Returns {@code x²/2 + d·(1 − v + ln v)} with {@code v = (1 + t)³} and {@code x² = 9d·t²}. */
  private static double logAcceptance(double d, double t, double x) {
    if (Math.abs(t) > 0.1) {
      return 0.5 * x * x - d * (t * (3 + t * (3 + t)) - 3 * StrictMath.log1p(t));
    }
    // The first three powers of t cancel: −d·Σ 3·(−t)ᵏ/k from 4 on
    double sum = 0;
    for (int k = 19; k >= 4; k--) {
      sum = 3.0 / k - sum * t;
    }
    return -d * t * t * t * t * sum;
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none(), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    Arg key = Arg.index(DType.I64, 1000);
    return OpInfo.of(
            LogGamma.class,
            Sample.of(new LogGamma(0), key, shapes(DType.F32, 3, 3)),
            Sample.of(new LogGamma(1), key, shapes(DType.F64, 5)),
            Sample.of(new LogGamma(0), key, shapes(DType.F64)),
            Sample.of(new LogGamma(0), key, shapes(DType.F64, 0)))
        .errorInputs(
            new LogGamma(0),
            List.of(TensorType.of(DType.I64), TensorType.of(DType.I32, 2)),
            "logGamma: takes a key i64[] and shapes of one floating type, got [i64[], i32[2]]")
        .errorInputs(
            new LogGamma(0),
            List.of(TensorType.of(DType.F64, 2)),
            "logGamma: takes a key i64[] and shapes of one floating type, got [f64[2]]");
  }

  /** Draws shapes from 0.5 on by which nothing is differentiated. */
  private static Arg shapes(DType dtype, int... dims) {
    return Arg.index(DType.I32, 9, dims).wrap(x -> x.cast(dtype).add(0.5));
  }
}
