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
import dev.adjoint.ops.Special;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.random.GammaTails;
import dev.adjoint.ops.kernel.random.RandomKernel;
import java.util.List;

/**
 * {@code y} is the logarithm of the gamma number of shape {@code to} that stands where {@code log}
 * stands among those of shape {@code from}: {@code F(to, y) = F(from, log)} with the distribution
 * function {@code F} of logarithms of gamma numbers and its density {@code f}. Then
 *
 * <pre>{@code
 * dto = dy·h(to, y),  dfrom = −dy·h(from, log)·r,  dlog = dy·r,
 * r = f(from, log)/f(to, y),  h = −∂F/∂α / f,
 * }</pre>
 *
 * <p>with {@code h} from {@link GammaSlope}. Where {@code to} is {@code from}, {@code y} is {@code
 * log} and nothing is computed. That makes a number drawn by any method a differentiable function
 * of its shape: {@code from} and {@code log} are what was drawn, for constant, and {@code to} is
 * the same shape as a variable. From Figurnov, Mohamed and Mnih, <i>Implicit Reparameterization
 * Gradients</i>, 2018.
 *
 * <p>NaN where a shape is not positive and they differ.
 */
public record GammaTransport() implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(
        RandomKernel.sameFloating(this, inputs, 3, "two shapes and a logarithm"));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new RangeKernel(outputs.getFirst().size(), 128) {
      private final GammaTails[] tails = GammaTails.each(pieces(), 0);

      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int i = from; i < to; i++) {
          double y =
              tails[piece].transport(in[1].getDouble(i), in[2].getDouble(i), in[0].getDouble(i));
          out[0].setDouble(i, y);
        }
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr to = x.get(0);
    Expr from = x.get(1);
    Expr log = x.get(2);
    Expr ratio = logDensity(from, log).sub(logDensity(to, y)).exp();
    Expr dlog = dy.mul(ratio);
    Expr dfrom = dlog.mul(GammaSlope.first(from, log)).neg();
    return List.of(dy.mul(GammaSlope.first(to, y)), dfrom, dlog);
  }

  private static Expr logDensity(Expr shape, Expr log) {
    return shape.mul(log).sub(log.exp()).sub(Special.lgamma(shape));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    Arg shape = Arg.between(0.3, 5, 4);
    Arg log = Arg.between(-1, 1.5, 4);
    return OpInfo.of(
            GammaTransport.class,
            Sample.of(new GammaTransport(), shape, shape, log),
            Sample.of(
                new GammaTransport(),
                Arg.between(0.02, 0.1),
                Arg.between(0.02, 0.1),
                Arg.between(-20, -9)),
            Sample.of(
                new GammaTransport(),
                Arg.between(30, 60, 2),
                Arg.between(30, 60, 2),
                Arg.between(3.5, 4, 2)),
            Sample.of(new GammaTransport(), Arg.real(0), Arg.real(0), Arg.real(0)))
        .errorInputs(
            new GammaTransport(),
            List.of(TensorType.of(DType.F32), TensorType.of(DType.F32)),
            "gammaTransport: takes two shapes and a logarithm of one floating type, got [f32[],"
                + " f32[]]")
        .errorInputs(
            new GammaTransport(),
            List.of(TensorType.of(DType.F32), TensorType.of(DType.F32), TensorType.of(DType.F64)),
            "gammaTransport: takes two shapes and a logarithm of one floating type, got [f32[],"
                + " f32[], f64[]]");
  }
}
