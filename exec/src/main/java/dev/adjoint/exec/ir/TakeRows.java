// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.TensorType;
import java.util.List;

/** Takes the rows of a table, the first input, that {@link RowSlots} found. */
public record TakeRows() implements CompilerOp {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType table = inputs.get(0);
    return ImmutableList.of(table.withShape(table.shape().with(0, inputs.get(1).size())));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    int count = inputs.get(1).size();
    int width = outputs.getFirst().size() / count;
    return new RowLoop(count, width) {
      @Override
      void row(Buffer[] in, Buffer[] out, int row) {
        int from = (int) in[1].getLong(row);
        copy(in[0], from < 0 ? ~from : from, out[0], row, width);
      }
    };
  }
}
