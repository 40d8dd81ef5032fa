// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Puts new rows, the third input, in place of those of a table, the first input, that {@link
 * RowSlots} found. If the output lies in the table's memory, no other row is touched.
 */
public record WriteRows() implements CompilerOp {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType taken = new TakeRows().infer(inputs.subList(0, 2)).getFirst();
    if (!inputs.get(2).equals(taken)) {
      throw new IllegalArgumentException("writeRows: rows must be " + taken + ": " + inputs);
    }
    return ImmutableList.of(inputs.getFirst());
  }

  @Override
  public boolean mayOverwrite(IntPredicate shared) {
    return !shared.test(1) && !shared.test(2);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    int count = inputs.get(1).size();
    int width = inputs.get(2).size() / count;
    return new RowLoop(count, width) {
      @Override
      void begin(Buffer[] in, Buffer[] out) {
        if (in[0].array() != out[0].array() || in[0].offset() != out[0].offset()) {
          out[0].copyFrom(in[0]);
        }
      }

      @Override
      void row(Buffer[] in, Buffer[] out, int row) {
        int to = (int) in[1].getLong(row);
        if (to >= 0) {
          copy(in[2], row, out[0], to, width);
        }
      }
    };
  }
}
