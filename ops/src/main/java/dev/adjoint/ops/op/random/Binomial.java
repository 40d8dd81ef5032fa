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
 * {@code y} has for each {@code n} and {@code p} how many of {@code n} independent events happen,
 * each with probability {@code p}: a whole number in the floating dtype of the two. NaN where
 * {@code n} is no whole number from 0 on, or {@code p} lies outside {@code [0, 1]}. Drawn by {@link
 * Counts}. It has no derivative.
 *
 * @param stream which of 2⁶⁴ independent sequences of the key
 */
public record Binomial(long stream) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(RandomKernel.parameters(this, inputs, 2, "numbers and probabilities"));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new DrawKernel(outputs.getFirst().size(), stream) {
      @Override
      protected double draw(Draws random, Buffer[] in, int element) {
        return Counts.binomial(random, in[1].getDouble(element), in[2].getDouble(element));
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none(), Expr.none(), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    Arg key = Arg.index(DType.I64, 1000);
    return OpInfo.of(
            Binomial.class,
            Sample.of(
                new Binomial(0), key, numbers(DType.F32, 3, 3), probabilities(DType.F32, 3, 3)),
            Sample.of(new Binomial(1), key, numbers(DType.F64, 5), probabilities(DType.F64, 5)),
            Sample.of(new Binomial(1), key, numbers(DType.F64), probabilities(DType.F64)),
            Sample.of(new Binomial(0), key, numbers(DType.F64, 0), probabilities(DType.F64, 0)))
        .errorInputs(
            new Binomial(0),
            List.of(TensorType.of(DType.I64), TensorType.of(DType.F32, 2)),
            "binomial: takes a key i64[] and numbers and probabilities of one floating type, got"
                + " [i64[], f32[2]]")
        .errorInputs(
            new Binomial(0),
            List.of(
                TensorType.of(DType.I64), TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "binomial: takes a key i64[] and numbers and probabilities of one floating type, got"
                + " [i64[], f32[2], f64[2]]");
  }

  private static Arg numbers(DType dtype, int... dims) {
    return Arg.index(DType.I32, 90, dims).wrap(x -> x.cast(dtype));
  }

  private static Arg probabilities(DType dtype, int... dims) {
    return Arg.index(DType.I32, 9, dims).wrap(x -> x.cast(dtype).mul(0.125));
  }
}
