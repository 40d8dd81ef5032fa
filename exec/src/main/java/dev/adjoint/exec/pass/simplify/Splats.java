// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.OptionalLong;

/**
 * Constants whose elements are all the same number. A number is given by its bits: those of a
 * double for a floating dtype, else the integer, 0 or 1 for a truth value.
 */
public final class Splats {
  /** How many elements are compared at most, so that looking at a constant is never much work. */
  private static final int LARGEST = 4096;

  /** Through how many views a constant is looked for; more are composed into one anyway. */
  private static final int VIEWS = 3;

  private Splats() {}

  /** Returns the bits of a number, which the dtype must have. */
  static long bits(DType dtype, double number) {
    return dtype.isFloating() ? Double.doubleToRawLongBits(number) : (long) number;
  }

  /** Returns the number that all elements are, seen through views; empty if there is none. */
  public static OptionalLong of(Value value) {
    Value at = value;
    for (int i = 0; i < VIEWS && at.node().op() instanceof ViewOp; i++) {
      if (!StridedView.mapOf(at).orElseThrow().isTotal()) {
        return OptionalLong.empty();
      }
      at = at.node().inputs().getFirst();
    }
    return at.node().op() instanceof LeafOp.Constant(Tensor tensor)
        ? of(tensor.buffer())
        : OptionalLong.empty();
  }

  private static OptionalLong of(Buffer buffer) {
    if (buffer.size() == 0 || buffer.size() > LARGEST) {
      return OptionalLong.empty();
    }
    long first = bits(buffer, 0);
    for (int i = 1; i < buffer.size(); i++) {
      if (bits(buffer, i) != first) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(first);
  }

  /** Returns the bits of an element. */
  public static long bits(Buffer buffer, int index) {
    return buffer.dtype().isFloating()
        ? Double.doubleToRawLongBits(buffer.getDouble(index))
        : buffer.getLong(index);
  }

  /** Returns a constant all of whose elements are one number. */
  public static Value full(DType dtype, Shape shape, long bits) {
    Buffer buffer = Buffer.allocate(dtype, shape.size());
    for (int i = 0; i < buffer.size(); i++) {
      if (dtype.isFloating()) {
        buffer.setDouble(i, Double.longBitsToDouble(bits));
      } else {
        buffer.setLong(i, bits);
      }
    }
    return RewriteContext.make(new LeafOp.Constant(Tensor.over(shape, buffer)));
  }

  /** Returns a constant all of whose elements are one number, which is stored once. */
  public static Value repeated(DType dtype, Shape shape, long bits) {
    Value one = full(dtype, Shape.SCALAR, bits);
    return shape.rank() == 0
        ? one
        : RewriteContext.make(StridedView.of(shape, 0, new int[shape.rank()]), one);
  }

  /**
   * Returns a constant of the shape of another, seen through the same views, with another number.
   */
  static Value like(Value splat, long bits) {
    return splat.node().op() instanceof ViewOp view
        ? RewriteContext.make(view, like(splat.node().inputs().getFirst(), bits))
        : full(splat.dtype(), splat.shape(), bits);
  }
}
