// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import java.util.Arrays;
import java.util.List;

/** Repeats elements through new axes that are broadcast and then merged with their neighbours. */
final class Tiles {
  private Tiles() {}

  /** Returns {@link Shapes#tile}. */
  static Expr tile(Expr x, int... repetitions) {
    Shape in = x.shape();
    if (Arrays.stream(repetitions).anyMatch(n -> n < 0)) {
      throw new ShapeException(
          "tile",
          "repetitions must not be negative: " + Arrays.toString(repetitions) + " of " + in);
    }
    int rank = Math.max(in.rank(), repetitions.length);
    long[] apart = new long[2 * rank];
    long[] repeated = new long[2 * rank];
    long[] merged = new long[rank];
    for (int i = 0; i < rank; i++) {
      int axis = i - rank + in.rank();
      int number = i - rank + repetitions.length;
      apart[2 * i] = 1;
      apart[2 * i + 1] = axis < 0 ? 1 : in.dim(axis);
      repeated[2 * i] = number < 0 ? 1 : repetitions[number];
      repeated[2 * i + 1] = apart[2 * i + 1];
      merged[i] = repeated[2 * i] * repeated[2 * i + 1];
    }
    Shape target = Shape.of("tile", merged);
    return x.reshape(Shape.of("tile", apart))
        .broadcastTo(Shape.of("tile", repeated))
        .reshape(target);
  }

  /** Returns {@link Shapes#repeat}. */
  static Expr repeat(Expr x, int axis, int times) {
    int at = x.shape().axis("repeat", axis);
    if (times < 0) {
      throw new ShapeException(
          "repeat", "the number must not be negative: " + times + " of " + x.shape());
    }
    long[] dims = x.shape().dims().stream().asLongStream().toArray();
    dims[at] *= times;
    Shape target = Shape.of("repeat", dims);
    Expr apart = x.expandDims(at + 1);
    return apart.broadcastTo(apart.shape().with(at + 1, times)).reshape(target);
  }

  /** Returns {@link Expr#meshgrid(List)}. */
  static List<Expr> meshgrid(List<Expr> lines) {
    Given.allPresent("meshgrid", "input", lines);
    long[] dims = new long[lines.size()];
    for (int i = 0; i < dims.length; i++) {
      if (lines.get(i).shape().rank() != 1) {
        throw new ShapeException("meshgrid", "needs lines, got " + lines.get(i).type());
      }
      dims[i] = lines.get(i).shape().size();
    }
    Shape grid = Shape.of("meshgrid", dims);
    ImmutableList.Builder<Expr> coordinates = ImmutableList.builder();
    for (int i = 0; i < dims.length; i++) {
      int[] along = new int[dims.length];
      Arrays.fill(along, 1);
      along[i] = grid.dim(i);
      coordinates.add(lines.get(i).reshape(along).broadcastTo(grid));
    }
    return coordinates.build();
  }
}
