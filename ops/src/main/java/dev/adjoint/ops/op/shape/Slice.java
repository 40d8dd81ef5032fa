// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.shape;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.Ints;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code y} has every {@code stepᵢ}-th element of {@code x} along axis {@code i}, {@code countᵢ} of
 * them from {@code startᵢ} on; a negative step goes backwards.
 *
 * <p>{@code dx} has {@code dy} at these positions and 0 elsewhere. Placing elements with steps is
 * no single view of {@code dy}, but a sequence of three: an axis of extent 1 after each sliced one
 * is padded to the step, both are merged, so that the elements lie a step apart, and the result is
 * padded before and after. So every derivative of a slice consists of views, which a compiler reads
 * through.
 *
 * @param starts the first index on each axis
 * @param counts the extents of the output
 * @param steps the distances, none 0
 */
public record Slice(ImmutableIntArray starts, ImmutableIntArray counts, ImmutableIntArray steps)
    implements ViewOp, SingleOutput {
  @Override
  public IndexMap map(Shape in) {
    if (starts.length() != in.rank()
        || counts.length() != in.rank()
        || steps.length() != in.rank()) {
      throw new ShapeException(name(), "starts " + starts + " of " + in + ": give one an axis");
    }
    ImmutableIntArray dense = in.strides();
    int[] strides = new int[in.rank()];
    int offset = 0;
    for (int i = 0; i < in.rank(); i++) {
      checkAxis(in, i);
      // For a single element any step is right, even one that overflows.
      strides[i] = dense.get(i) * (counts.get(i) > 1 ? steps.get(i) : 1);
      offset += counts.get(i) > 0 ? dense.get(i) * starts.get(i) : 0;
    }
    return IndexMap.of(Shape.of(counts), offset, ImmutableIntArray.copyOf(strides));
  }

  private void checkAxis(Shape in, int i) {
    if (steps.get(i) == 0) {
      throw new ShapeException(name(), "step 0 on axis " + i + " of " + in);
    }
    long last = starts.get(i) + (counts.get(i) - 1L) * steps.get(i);
    int extent = in.dim(i);
    boolean inside = starts.get(i) >= 0 && starts.get(i) < extent && last >= 0 && last < extent;
    if (counts.get(i) < 0 || counts.get(i) > 0 && !inside) {
      throw new ShapeException(
          name(),
          "%s elements from %s by %s on axis %s do not lie in %s"
              .formatted(counts.get(i), starts.get(i), steps.get(i), i, in));
    }
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Shape in = x.getFirst().shape();
    if (y.shape().size() == 0) {
      return List.of(x.getFirst().zerosLike());
    }
    int rank = in.rank();
    int[] low = new int[rank];
    int[] high = new int[rank];
    int[] distance = new int[rank];
    List<Integer> backward = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int last = starts.get(i) + (counts.get(i) - 1) * steps.get(i);
      low[i] = Math.min(starts.get(i), last);
      high[i] = in.dim(i) - 1 - Math.max(starts.get(i), last);
      distance[i] = counts.get(i) == 1 ? 1 : Math.abs(steps.get(i));
      if (steps.get(i) < 0 && counts.get(i) > 1) {
        backward.add(i);
      }
    }
    int[] flipped = Ints.toArray(backward);
    Expr forward = flipped.length == 0 ? dy : dy.flip(flipped);
    return List.of(spread(forward, distance).pad(low, high, 0));
  }

  /** Returns x with zeros between neighbours, so that these lie the given distances apart. */
  private static Expr spread(Expr x, int[] distance) {
    int rank = distance.length;
    if (Arrays.stream(distance).allMatch(d -> d == 1)) {
      return x;
    }
    int[] pairs = new int[2 * rank];
    int[] gaps = new int[2 * rank];
    long[] merged = new long[rank];
    int[] used = new int[rank];
    for (int i = 0; i < rank; i++) {
      pairs[2 * i] = x.shape().dim(i);
      pairs[2 * i + 1] = 1;
      gaps[2 * i + 1] = distance[i] - 1;
      merged[i] = (long) x.shape().dim(i) * distance[i];
      used[i] = (int) (merged[i] - distance[i] + 1);
    }
    return x.reshape(pairs)
        .pad(new int[2 * rank], gaps, 0)
        .reshape(Shape.of("slice", merged))
        .slice(new int[rank], used);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Slice.class,
            Sample.of(slice(of(1), of(3), of(1)), Arg.real(5)),
            Sample.of(slice(of(1, 0), of(2, 2), of(3, 2)), Arg.real(6, 4)),
            Sample.of(slice(of(4, 0, 2), of(3, 2, 2), of(-2, 1, -1)), Arg.real(5, 2, 3)),
            Sample.of(slice(of(0, 1), of(2, 1), of(1, 5)), Arg.index(DType.I32, 9, 2, 3)),
            Sample.of(slice(of(3), of(0), of(1)), Arg.real(3)),
            Sample.of(slice(of(), of(), of()), Arg.real()))
        .errorInputs(
            slice(of(1), of(3), of(2)),
            List.of(TensorType.of(DType.F32, 5)),
            "slice: 3 elements from 1 by 2 on axis 0 do not lie in [5]")
        .errorInputs(
            slice(of(0), of(1), of(0)),
            List.of(TensorType.of(DType.F32, 5)),
            "slice: step 0 on axis 0 of [5]")
        .errorInputs(
            slice(of(0), of(1), of(1)),
            List.of(TensorType.of(DType.F32, 5, 2)),
            "slice: starts [0] of [5, 2]: give one an axis");
  }

  private static Slice slice(
      ImmutableIntArray starts, ImmutableIntArray counts, ImmutableIntArray steps) {
    return new Slice(starts, counts, steps);
  }

  private static ImmutableIntArray of(int... values) {
    return ImmutableIntArray.copyOf(values);
  }
}
