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
    return new RowLoop(outputs.getFirst()) {
      @Override
      void copy(Buffer[] in, Buffer[] out, int from, int to) {
        int first = in[1].offset();
        int target = out[0].offset() + from * width;
        copy.take(
            in[0].array(),
            in[0].offset(),
            in[1].i32(),
            first + from,
            first + to,
            out[0].array(),
            target);
      }
    };
  }
}
