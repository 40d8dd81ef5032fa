// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.op.elementwise.Cast;
import dev.adjoint.ops.op.index.Gather;
import dev.adjoint.ops.op.index.TakeAlongAxis;
import dev.adjoint.ops.op.loss.SoftmaxCrossEntropy;
import dev.adjoint.ops.op.shape.Reshape;
import java.util.List;

/**
 * An input of a program whose elements say which element of another tensor is meant, as labels do
 * and the numbers of words. A run would refuse one out of range, but knows only its place in the
 * batch, and comes after other steps of a training.
 *
 * @param input the number of the input of the program
 * @param isLabel whether it is one of targets, or else of features
 * @param place which one of several, for errors: {@code of output 1}, or nothing
 * @param op the op that takes the elements as indices
 * @param extent how many elements there are to choose from
 */
record IndexBound(int input, boolean isLabel, String place, String op, int extent) {
  /** Returns the bounds that follow from what becomes of the inputs. */
  static ImmutableList<IndexBound> of(List<Expr> features, List<Expr> targets, List<Expr> outputs) {
    List<Expr> inputs = ImmutableList.copyOf(Iterables.concat(features, targets));
    ImmutableList.Builder<IndexBound> bounds = ImmutableList.builder();
    for (Node node : Graph.of(outputs).nodes()) {
      int axis =
          switch (node.op()) {
            case SoftmaxCrossEntropy op -> op.axis();
            case TakeAlongAxis op -> op.axis();
            case Gather op -> op.axis();
            default -> -1;
          };
      int input = axis < 0 ? -1 : inputs.indexOf(source(node.inputs().get(1)));
      if (input >= 0) {
        int extent = node.inputs().get(0).shape().dim(axis);
        boolean isLabel = input >= features.size();
        String place =
            isLabel
                ? place(" of output ", input - features.size(), targets)
                : place(" of input ", input, features);
        bounds.add(new IndexBound(input, isLabel, place, node.op().name(), extent));
      }
    }
    return bounds.build();
  }

  private static String place(String what, int number, List<Expr> all) {
    return all.size() == 1 ? "" : what + number;
  }

  /** Returns indices before casts and reshapes. */
  private static Value source(Value indices) {
    Value source = indices;
    while (source.node().op() instanceof Cast || source.node().op() instanceof Reshape) {
      source = source.node().inputs().getFirst();
    }
    return source;
  }

  /**
   * Checks data.
   *
   * @param data {@code [n, …]}
   * @throws IllegalArgumentException if an element is out of range or no whole number; names it and
   *     its row
   */
  void check(Tensor data) {
    for (int i = 0; i < data.size(); i++) {
      long index = data.buffer().getLong(i);
      // A fraction would be cut off, and NaN become 0.
      if (data.dtype().isFloating() && data.buffer().getDouble(i) != index) {
        throw new IllegalArgumentException(
            "%s: %s %s of row %s%s is no whole number; give the number of the one that is meant"
                .formatted(op, noun(), data.buffer().getDouble(i), row(data, i), place));
      }
      if (index < 0 || index >= extent) {
        throw new IllegalArgumentException(
            "%s: %s %s of row %s%s is out of range: there are %s to choose from, 0 to %s; %s"
                .formatted(
                    op,
                    noun(),
                    index,
                    row(data, i),
                    place,
                    extent,
                    extent - 1,
                    index < 0
                        ? "count from 0"
                        : isLabel
                            ? "give the model an output for every class"
                            : "give the table a row for every number"));
      }
    }
  }

  private static int row(Tensor data, int element) {
    return element / (data.size() / data.shape().dim(0));
  }

  private String noun() {
    return isLabel ? "label" : "feature";
  }
}
