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
import dev.adjoint.ops.kernel.random.Counts;
import dev.adjoint.ops.kernel.random.DrawKernel;
import dev.adjoint.ops.kernel.random.Draws;
import dev.adjoint.ops.kernel.random.RandomKernel;
import java.util.List;

/**
 * {@code y} has for each rate {@code λ} a number of the Poisson distribution, which has mean {@code
 * λ}: a whole number in the floating dtype of the rates, so that F32 rounds those above 2²⁴. 0 for
 * {@code λ = 0}, ∞ for ∞, NaN for negative numbers and NaN. Drawn by {@link Counts}. It has no
 * derivative.
 *
 * @param stream which of 2⁶⁴ independent sequences of the key
 */
public record Poisson(long stream) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(RandomKernel.parameters(this, inputs, 1, "rates"));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new DrawKernel(outputs.getFirst().size(), stream) {
      @Override
      protected double draw(Draws random, Buffer[] in, int element) {
        return Counts.poisson(random, in[1].getDouble(element));
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none(), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    Arg key = Arg.index(DType.I64, 1000);
    return OpInfo.of(
            Poisson.class,
            Sample.of(new Poisson(0), key, rates(DType.F32, 3, 3)),
            Sample.of(new Poisson(1), key, rates(DType.F64, 5)),
            Sample.of(new Poisson(0), key, rates(DType.F64)),
            Sample.of(new Poisson(0), key, rates(DType.F64, 0)))
        .errorInputs(
            new Poisson(0),
            List.of(TensorType.of(DType.I64), TensorType.of(DType.I32, 2)),
            "poisson: takes a key i64[] and rates of one floating type, got [i64[], i32[2]]");
  }

  /** Draws rates up to 40, by which nothing is differentiated. */
  private static Arg rates(DType dtype, int... dims) {
    return Arg.index(DType.I32, 80, dims).wrap(x -> x.cast(dtype).mul(0.5));
  }
}
