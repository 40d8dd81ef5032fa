// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.merge;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Network;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Multiplies the lines of two inputs along an axis of each, for each example: {@code [batch, a…,
 * n], [batch, b…, n] → [batch, a…, b…]} with {@code Σₙ xₙ·yₙ}. Of two vectors it is {@code [batch,
 * 1]}, as in Keras.
 *
 * @param axisA the axis of the first input, counted with the batch; −1 is the last
 * @param axisB the axis of the second input
 * @param normalized whether lines are divided by their lengths first, so that the results are
 *     cosines; a line of zeros gives 0
 */
public record Dot(int axisA, int axisB, boolean normalized) implements Network {
  private static final String NAME = "dot";

  /** Checks the axes. */
  public Dot {
    Preconditions.checkArgument(
        axisA != 0 && axisB != 0,
        "dot: axis 0 is that of the examples, which stays; choose from 1 on: %s, %s",
        axisA,
        axisB);
  }

  @Override
  public ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context) {
    MergeChecks.several(NAME, inputs, 2);
    Expr a = inputs.get(0);
    Expr b = inputs.get(1);
    int atA = a.shape().axis(NAME, axisA);
    int atB = b.shape().axis(NAME, axisB);
    if (atA == 0
        || atB == 0
        || a.dtype() != b.dtype()
        || a.shape().dim(0) != b.shape().dim(0)
        || a.shape().dim(atA) != b.shape().dim(atB)) {
      throw new ShapeException(
          NAME,
          "lines along axis %s of %s and axis %s of %s must have one dtype and length, and as many"
                  .formatted(axisA, a.type(), axisB, b.type())
              + " examples; the batch is no axis of lines");
    }
    Shape rows = outer(a.shape(), atA);
    Shape columns = outer(b.shape(), atB);
    Expr product = lines(a, atA).matmul(lines(b, atB).transpose(1, 2));
    Shape whole = Shape.of(a.shape().dim(0)).concat(rows).concat(columns);
    return ImmutableList.of(product.reshape(whole.rank() == 1 ? whole.insert(1, 1) : whole));
  }

  /** Returns the extents that are neither the batch nor the axis of lines. */
  private static Shape outer(Shape shape, int axis) {
    return shape.slice(1, axis).concat(shape.slice(axis + 1, shape.rank()));
  }

  /** Returns {@code [batch, lines, n]}. */
  private Expr lines(Expr x, int axis) {
    int[] order =
        IntStream.concat(
                IntStream.range(0, x.shape().rank()).filter(i -> i != axis), IntStream.of(axis))
            .toArray();
    Expr moved = x.permute(order);
    Expr lines =
        moved.reshape(x.shape().dim(0), outer(x.shape(), axis).size(), x.shape().dim(axis));
    return normalized ? lines.mul(reciprocal(lines)) : lines;
  }

  /** Returns {@code 1/‖line‖}, and 1 for a line of zeros. */
  private static Expr reciprocal(Expr lines) {
    Expr squares = lines.square().sumKeepDims(2);
    return Expr.where(squares.greater(0), squares, 1).rsqrt();
  }
}
