// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.sort;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.sort.SortKeys;
import java.util.List;

/**
 * {@code y} is the I32 number of elements of a sorted line that are less than each value, or not
 * greater: the index at which the value is inserted, before or after its equals. The line is the
 * last axis of the first input; one line serves all values, several lines each serve the values of
 * the same line. NaN counts as larger than all numbers. It has no derivative. The result for a line
 * that is not in ascending order is unspecified.
 *
 * @param right whether to count equals
 */
public record SearchSorted(boolean right) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(name(), "takes a sorted tensor and values, got " + inputs);
    }
    Shape sorted = inputs.get(0).shape();
    Shape values = inputs.get(1).shape();
    boolean fits =
        sorted.rank() == 1
            || sorted.rank() == values.rank()
                && sorted.rank() > 1
                && sorted.with(-1, 0).equals(values.with(-1, 0));
    if (!fits || inputs.get(0).dtype() != inputs.get(1).dtype()) {
      throw new ShapeException(
          name(), "takes a sorted line, or one for each line of the values, got " + inputs);
    }
    return ImmutableList.of(inputs.get(1).withDtype(DType.I32));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    Shape sorted = inputs.getFirst().shape();
    int extent = sorted.dim(-1);
    int each = sorted.rank() == 1 ? Integer.MAX_VALUE : inputs.get(1).shape().dim(-1);
    return new RangeKernel(outputs.getFirst().size(), 32) {
      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        int[] y = out[0].i32();
        for (int i = from; i < to; i++) {
          int start = i / each * extent;
          y[out[0].offset() + i] = count(in[0], start, SortKeys.of(in[1], i));
        }
      }

      /** Returns the number of smaller keys of a line, by bisection. */
      private int count(Buffer line, int start, long key) {
        int low = 0;
        int high = extent;
        while (low < high) {
          int middle = (low + high) >>> 1;
          long found = SortKeys.of(line, start + middle);
          if (right ? found <= key : found < key) {
            low = middle + 1;
          } else {
            high = middle;
          }
        }
        return low;
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none(), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            SearchSorted.class,
            Sample.of(
                new SearchSorted(false),
                Arg.real(5).wrap(x -> Expr.applyAll(new Sort(0, false), List.of(x)).getFirst()),
                Arg.real(2, 3)),
            Sample.of(
                new SearchSorted(true),
                Arg.index(DType.I32, 5, 2, 4)
                    .wrap(x -> Expr.applyAll(new Sort(1, false), List.of(x)).getFirst()),
                Arg.index(DType.I32, 5, 2, 3)),
            Sample.of(new SearchSorted(true), Arg.real(0), Arg.real(3)),
            Sample.of(new SearchSorted(false), Arg.real(1), Arg.real()))
        .errorInputs(
            new SearchSorted(false),
            List.of(TensorType.of(DType.F32, 2, 3), TensorType.of(DType.F32, 3)),
            "searchSorted: takes a sorted line, or one for each line of the values, got [f32[2, 3],"
                + " f32[3]]")
        .errorInputs(
            new SearchSorted(false),
            List.of(TensorType.of(DType.F32, 3), TensorType.of(DType.F64, 3)),
            "searchSorted: takes a sorted line, or one for each line of the values, got [f32[3],"
                + " f64[3]]")
        .errorInputs(
            new SearchSorted(true),
            List.of(TensorType.of(DType.F32, 3)),
            "searchSorted: takes a sorted tensor and values, got [f32[3]]");
  }
}
