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
 * {@code y} has the axes of {@code x} in another order: axis {@code i} of {@code y} is axis {@code
 * axesᵢ} of {@code x}, as in NumPy's {@code transpose}. {@code dx} is {@code dy} permuted back.
 *
 * @param axes each axis of the input once
 */
public record Permute(ImmutableIntArray axes) implements ViewOp, SingleOutput {
  @Override
  public IndexMap map(Shape in) {
    checkPermutation(in);
    ImmutableIntArray dense = in.strides();
    int[] dims = new int[in.rank()];
    int[] strides = new int[in.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = in.dim(axes.get(i));
      strides[i] = dense.get(axes.get(i));
    }
    return IndexMap.of(Shape.of(dims), 0, ImmutableIntArray.copyOf(strides));
  }

  private void checkPermutation(Shape in) {
    boolean[] seen = new boolean[in.rank()];
    boolean good = axes.length() == in.rank();
    for (int i = 0; good && i < axes.length(); i++) {
      int axis = axes.get(i);
      good = axis >= 0 && axis < seen.length && !seen[axis];
      if (good) {
        seen[axis] = true;
      }
    }
    if (!good) {
      throw new ShapeException(name(), "axes " + axes + " of " + in + ": name each axis once");
    }
  }

  /** Returns the permutation that undoes this one. */
  public Permute inverse() {
    int[] inverse = new int[axes.length()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[axes.get(i)] = i;
    }
    return new Permute(ImmutableIntArray.copyOf(inverse));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.apply(inverse(), dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Permute.class,
            Sample.of(new Permute(ImmutableIntArray.of(1, 0)), Arg.real(2, 3)),
            Sample.of(new Permute(ImmutableIntArray.of(2, 0, 1)), Arg.real(2, 3, 4)),
            Sample.of(new Permute(ImmutableIntArray.of(0, 2, 1)), Arg.bool(2, 1, 3)),
            Sample.of(new Permute(ImmutableIntArray.of(1, 0)), Arg.real(0, 3)),
            Sample.of(new Permute(ImmutableIntArray.of()), Arg.real()))
        .errorInputs(
            new Permute(ImmutableIntArray.of(0, 0)),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "permute: axes [0, 0] of [2, 3]: name each axis once")
        .errorInputs(
            new Permute(ImmutableIntArray.of(1, 0)),
            List.of(TensorType.of(DType.F32, 2, 3, 4)),
            "permute: axes [1, 0] of [2, 3, 4]: name each axis once");
  }
}
