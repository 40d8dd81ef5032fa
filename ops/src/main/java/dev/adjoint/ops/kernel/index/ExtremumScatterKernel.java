// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.index;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.kernel.AxisLayout;
import java.util.List;

/**
 * Writes updates to the slices along an axis that indices name where they are larger, or where they
 * are smaller, and tells which elements of the tensor and of the updates equal the result.
 */
public final class ExtremumScatterKernel extends SliceScatterKernel {
  private final boolean floating;
  private final boolean largest;

  /**
   * Creates the kernel for a tensor, indices and updates.
   *
   * @param largest whether the larger of two stays, or the smaller
   */
  public ExtremumScatterKernel(Op op, int axis, List<TensorType> inputs, boolean largest) {
    super(op, axis, inputs);
    floating = inputs.getFirst().dtype().isFloating();
    this.largest = largest;
  }

  /**
   * Returns the cotangents of the tensor, the indices (none) and the updates: elements that equal
   * the result share that of the result evenly.
   *
   * @param x the tensor, the indices and the updates
   * @param y the result, and which elements of the tensor and of the updates equal it
   * @param dy the cotangent of the result
   */
  public static List<Expr> vjp(int axis, List<Expr> x, List<Expr> y, Expr dy) {
    Expr indices = x.get(1);
    Expr own = y.get(1).cast(dy.dtype());
    Expr update = y.get(2).cast(dy.dtype());
    Expr share = dy.div(own.scatterAdd(axis, indices, update));
    return List.of(own.mul(share), Expr.none(), update.mul(share.gather(axis, indices)));
  }

  @Override
  protected void write(Buffer updates, int from, Buffer y, int to, int length) {
    for (int i = 0; i < length; i++) {
      if (floating) {
        double a = y.getDouble(to + i);
        double b = updates.getDouble(from + i);
        y.setDouble(to + i, largest ? Math.max(a, b) : Math.min(a, b));
      } else {
        long a = y.getLong(to + i);
        long b = updates.getLong(from + i);
        y.setLong(to + i, largest ? Math.max(a, b) : Math.min(a, b));
      }
    }
  }

  @Override
  protected void scatter(
      Buffer[] in, Buffer[] out, int top, int updates, int length, int from, int end, int piece) {
    super.scatter(in, out, top, updates, length, from, end, piece);
    AxisLayout x = layout();
    for (int i = 0; i < x.extent(); i++) {
      reach(in[0], top + i * x.inner(), out[0], top + i * x.inner(), out[1], length);
    }
    for (int j = 0; j < in[1].size(); j++) {
      int slice = top + (int) in[1].getLong(j) * x.inner();
      reach(in[2], updates + j * x.inner(), out[0], slice, out[2], length);
    }
  }

  /** Marks the elements that equal the result. */
  private void reach(Buffer from, int at, Buffer y, int to, Buffer reaches, int length) {
    for (int i = 0; i < length; i++) {
      boolean same =
          floating
              ? from.getDouble(at + i) == y.getDouble(to + i)
              : from.getLong(at + i) == y.getLong(to + i);
      reaches.setLong(at + i, same ? 1 : 0);
    }
  }
}
