// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A tensor of which each axis has a name, a character that no other axis has.
 *
 * @param value the tensor
 * @param names the names, one for each axis
 */
record NamedAxes(Expr value, String names) {
  /** Returns the extent of an axis. */
  int extent(int name) {
    return value.shape().dim(names.indexOf(name));
  }

  /** Returns the sum over the axes that are not kept. */
  NamedAxes sumExcept(String kept) {
    int[] summed =
        IntStream.range(0, names.length()).filter(i -> !has(kept, names.charAt(i))).toArray();
    return summed.length == 0
        ? this
        : new NamedAxes(value.sum(summed), filter(names, c -> has(kept, c)));
  }

  /** Returns the value with its axes in another order. */
  Expr inOrder(String order) {
    return order.equals(names) ? value : value.permute(order.chars().map(names::indexOf).toArray());
  }

  /**
   * Returns the sum of the products of this and another over the axes that are not kept, as a batch
   * of matrix products. Its axes are first those of both, then those of this alone, then those of
   * the other alone.
   *
   * @param kept the names of the axes to keep
   */
  NamedAxes contract(NamedAxes other, String kept) {
    NamedAxes a = sumExcept(kept + other.names);
    NamedAxes b = other.sumExcept(kept + names);
    String batch = filter(a.names, c -> has(b.names, c) && has(kept, c));
    String inner = filter(a.names, c -> has(b.names, c) && !has(kept, c));
    String rows = filter(a.names, c -> !has(b.names, c));
    String columns = filter(b.names, c -> !has(a.names, c));
    Shape batches = a.shapeOf(batch);
    Shape left = a.shapeOf(rows);
    Shape right = b.shapeOf(columns);
    Shape summed = a.shapeOf(inner);
    Expr x = a.inOrder(batch + rows + inner).reshape(matrices(batches, left, summed));
    Expr y = b.inOrder(batch + inner + columns).reshape(matrices(batches, summed, right));
    // Without a sum the product is elementwise and is fused with its neighbours.
    Expr product = inner.isEmpty() ? x.mul(y) : x.matmul(y);
    return new NamedAxes(
        product.reshape(batches.concat(left).concat(right)), batch + rows + columns);
  }

  private static Shape matrices(Shape batch, Shape rows, Shape columns) {
    Shape matrix = Shape.of(rows.size(), columns.size());
    return batch.isScalar() ? matrix : Shape.of(batch.size()).concat(matrix);
  }

  private Shape shapeOf(String axes) {
    return Shape.of(axes.chars().map(this::extent).toArray());
  }

  private static String filter(String names, IntPredicate wanted) {
    StringBuilder result = new StringBuilder();
    names.chars().filter(wanted).forEach(c -> result.append((char) c));
    return result.toString();
  }

  private static boolean has(String names, int name) {
    return names.indexOf(name) >= 0;
  }
}
