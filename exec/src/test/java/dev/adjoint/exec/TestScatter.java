// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.tile.RowScatter;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.TensorType;
import java.util.List;

/** Adds updates to rows of a table, or to other slices of a matrix, one by one. */
public record TestScatter(int axis) implements RowScatter {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(inputs.getFirst());
  }

  @Override
  public RowScatter withExtent(int extent) {
    return this;
  }

  @Override
  public void checkIndices(Buffer indices, int extent) {
    for (int i = 0; i < indices.size(); i++) {
      Preconditions.checkElementIndex((int) indices.getLong(i), extent, "scatter: row");
    }
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    int extent = inputs.get(0).shape().dim(axis);
    int width = axis == 0 ? inputs.get(0).size() / extent : 1;
    int count = inputs.get(1).size();
    int lines = axis == 0 ? 1 : inputs.get(0).size() / extent;
    return (x, y, _) -> {
      checkIndices(x[1], extent);
      y[0].copyFrom(x[0]);
      for (int line = 0; line < lines; line++) {
        for (int j = 0; j < count; j++) {
          for (int i = 0; i < width; i++) {
            int at = (line * extent + (int) x[1].getLong(j)) * width + i;
            double sum = y[0].getDouble(at) + x[2].getDouble((line * count + j) * width + i);
            y[0].setDouble(at, sum);
          }
        }
      }
    };
  }
}
