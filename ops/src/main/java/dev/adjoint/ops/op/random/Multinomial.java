// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.random;

import com.google.common.base.Preconditions;
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
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.random.Counts;
import dev.adjoint.ops.kernel.random.Draws;
import dev.adjoint.ops.kernel.random.RandomKernel;
import java.util.List;

/**
 * {@code y} has for each line of weights along an axis how often each element is drawn in {@code
 * count} draws with replacement, each with a probability proportional to its weight: whole numbers
 * in the dtype of the weights, so that F32 rounds those above 2²⁴. A line with a negative weight,
 * NaN or ∞, or with no positive one, becomes NaN. It has no derivative.
 *
 * <p>Element after element gets a binomial number of the draws that are left ({@link Counts}), so
 * the work does not grow with their number.
 *
 * @param stream which of 2⁶⁴ independent sequences of the key
 * @param count the number of draws
 * @param axis the axis, from 0
 */
public record Multinomial(long stream, int count, int axis) implements KernelOp, SingleOutput {
  /** Checks the number of draws. */
  public Multinomial {
    Preconditions.checkArgument(
        count >= 0, "multinomial: the number of draws must not be negative: %s", count);
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType weights = RandomKernel.parameters(this, inputs, 1, "weights");
    return ImmutableList.of(InputTypes.withAxis(this, axis, weights));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    AxisLayout layout = AxisLayout.of(outputs.getFirst().shape(), axis);
    return new RangeKernel(layout.lines(), 128L * layout.extent()) {
      private final Draws[] draws = Draws.each(pieces());
      private final double[][] sums = new double[pieces()][layout.extent() + 1];

      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int line = from; line < to; line++) {
          draws[piece].start(in[0].getLong(0), stream, line);
          line(in[1], out[0], layout.start(line), sums[piece], draws[piece]);
        }
      }

      private void line(Buffer weights, Buffer y, int start, double[] sums, Draws random) {
        int inner = layout.inner();
        boolean good = true;
        for (int i = layout.extent() - 1; i >= 0; i--) {
          double weight = weights.getDouble(start + i * inner);
          good &= weight >= 0;
          sums[i] = sums[i + 1] + weight;
        }
        good &= sums[0] > 0 && sums[0] < Double.POSITIVE_INFINITY;
        double left = count;
        for (int i = 0; i < layout.extent(); i++) {
          int at = start + i * inner;
          double weight = weights.getDouble(at);
          // The last one that is positive is the whole of its sum, and gets all that are left
          double drawn = good && weight > 0 ? Counts.binomial(random, left, weight / sums[i]) : 0;
          left -= drawn;
          y.setDouble(at, good ? drawn : Double.NaN);
        }
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
            Multinomial.class,
            Sample.of(new Multinomial(0, 100, 1), key, weights(DType.F32, 3, 3)),
            Sample.of(new Multinomial(1, 7, 0), key, weights(DType.F64, 5)),
            Sample.of(new Multinomial(1, 1000, 1), key, weights(DType.F64, 2, 4, 2)),
            Sample.of(new Multinomial(0, 5, 1), key, weights(DType.F64, 0, 2)))
        .errorInputs(
            new Multinomial(0, 5, 1),
            List.of(TensorType.of(DType.I64), TensorType.of(DType.F32, 2)),
            "multinomial: axis 1 of f32[2]: must lie within the rank")
        .errorInputs(
            new Multinomial(0, 5, 0),
            List.of(TensorType.of(DType.I64), TensorType.of(DType.I32, 2)),
            "multinomial: takes a key i64[] and weights of one floating type, got [i64[], i32[2]]");
  }

  private static Arg weights(DType dtype, int... dims) {
    return Arg.index(DType.I32, 9, dims).wrap(x -> x.cast(dtype).add(0.5));
  }
}
