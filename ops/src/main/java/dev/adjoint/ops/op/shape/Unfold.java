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
import java.util.List;

/**
 * {@code y} has the windows of {@code size} elements along an axis of {@code x}, each {@code step}
 * after the one before: {@code y[…, w, …, j] = x[…, w·step + j, …]}, with the windows along the
 * axis and their elements along a new last one, as PyTorch's {@code torch.Tensor.unfold}. {@code
 * dx} adds up the elements of {@code dy} that come from one element of {@code x}.
 *
 * @param axis the axis, from 0
 * @param size the extent of a window
 * @param step the distance between windows
 */
public record Unfold(int axis, int size, int step) implements ViewOp, SingleOutput {
  @Override
  public IndexMap map(Shape in) {
    if (axis < 0 || axis >= in.rank()) {
      throw new ShapeException(name(), "axis " + axis + " of " + in + ": must lie within the rank");
    }
    int extent = in.dim(axis);
    if (size < 1 || step < 1 || size > extent) {
      throw new ShapeException(
          name(),
          "windows of %s, each %s further, on axis %s of %s: both must be positive, and a window"
                  .formatted(size, step, axis, in)
              + " must fit");
    }
    int windows = (extent - size) / step + 1;
    long[] dims = new long[in.rank() + 1];
    int[] strides = new int[in.rank() + 1];
    ImmutableIntArray dense = in.strides();
    for (int i = 0; i < in.rank(); i++) {
      dims[i] = i == axis ? windows : in.dim(i);
      strides[i] = dense.get(i);
    }
    // For a single window any step is right, even one that overflows.
    strides[axis] *= windows > 1 ? step : 1;
    dims[in.rank()] = size;
    strides[in.rank()] = dense.get(axis);
    return IndexMap.of(Shape.of(name(), dims), 0, ImmutableIntArray.copyOf(strides));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.fold(axis, x.getFirst().shape().dim(axis), step));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Unfold.class,
            Sample.of(new Unfold(0, 3, 1), Arg.real(5)),
            Sample.of(new Unfold(1, 2, 2), Arg.real(2, 5, 2)),
            Sample.of(new Unfold(0, 1, 3), Arg.real(4, 2)),
            Sample.of(new Unfold(1, 3, 1), Arg.real(0, 3)),
            Sample.of(new Unfold(0, 2, 1), Arg.bool(4)))
        .errorInputs(
            new Unfold(0, 4, 1),
            List.of(TensorType.of(DType.F32, 3)),
            "unfold: windows of 4, each 1 further, on axis 0 of [3]: both must be positive, and a"
                + " window must fit")
        .errorInputs(
            new Unfold(1, 1, 1),
            List.of(TensorType.of(DType.F32, 3)),
            "unfold: axis 1 of [3]: must lie within the rank");
  }
}
