// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.shape;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.util.Arrays;
import java.util.List;

/**
 * {@code y} is {@code x} with {@code lowᵢ} elements before and {@code highᵢ} after it along axis
 * {@code i}, all {@code fill}; {@code dx} is the slice of {@code dy} at the position of {@code x}.
 *
 * @param low the number of elements before, none negative
 * @param high the number of elements after, none negative
 * @param fill the value of the padding, rounded to the dtype of {@code x}
 */
public record Pad(ImmutableIntArray low, ImmutableIntArray high, double fill)
    implements ViewOp, SingleOutput {
  @Override
  public IndexMap map(Shape in) {
    if (low.length() != in.rank() || high.length() != in.rank()) {
      throw new ShapeException(
          name(), "low %s, high %s for %s: give one an axis".formatted(low, high, in));
    }
    ImmutableIntArray dense = in.strides();
    long[] dims = new long[in.rank()];
    for (int i = 0; i < dims.length; i++) {
      if (low.get(i) < 0 || high.get(i) < 0) {
        throw new ShapeException(
            name(),
            "low %s, high %s for %s: must not be negative; slice instead".formatted(low, high, in));
      }
      dims[i] = (long) low.get(i) + in.dim(i) + high.get(i);
    }
    Shape padded = Shape.of(name(), dims);
    // The sums below are less than the padded extents, so they do not overflow.
    int[] ends = new int[in.rank()];
    int offset = 0;
    for (int i = 0; i < ends.length; i++) {
      ends[i] = low.get(i) + in.dim(i);
      offset -= low.get(i) * dense.get(i);
    }
    return new IndexMap(padded, offset, dense, low, ImmutableIntArray.copyOf(ends));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    int[] stops = new int[low.length()];
    Arrays.setAll(stops, i -> low.get(i) + x.getFirst().shape().dim(i));
    return List.of(dy.slice(low.toArray(), stops));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Pad.class,
            Sample.of(pad(0, of(1), of(2)), Arg.real(3)),
            Sample.of(pad(1.5, of(0, 2), of(3, 0)), Arg.real(2, 3)),
            Sample.of(pad(7, of(1, 0), of(0, 1)), Arg.index(DType.I64, 9, 2, 2)),
            Sample.of(pad(1, of(2, 0), of(1, 0)), Arg.real(0, 2)),
            Sample.of(pad(0, of(), of()), Arg.real()))
        .errorInputs(
            pad(0, of(1), of(1)),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "pad: low [1], high [1] for [2, 3]: give one an axis")
        .errorInputs(
            pad(0, of(-1), of(1)),
            List.of(TensorType.of(DType.F32, 2)),
            "pad: low [-1], high [1] for [2]: must not be negative; slice instead");
  }

  private static Pad pad(double fill, ImmutableIntArray low, ImmutableIntArray high) {
    return new Pad(low, high, fill);
  }

  private static ImmutableIntArray of(int... values) {
    return ImmutableIntArray.copyOf(values);
  }
}
