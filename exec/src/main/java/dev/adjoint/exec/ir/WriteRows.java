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
    return new RowLoop(inputs.get(2)) {
      @Override
      void begin(Buffer[] in, Buffer[] out) {
        if (in[0].array() != out[0].array() || in[0].offset() != out[0].offset()) {
          out[0].copyFrom(in[0]);
        }
      }

      @Override
      void copy(Buffer[] in, Buffer[] out, int from, int to) {
        int first = in[1].offset();
        copy.put(
            in[2].array(),
            in[2].offset() + from * width,
            out[0].array(),
            out[0].offset(),
            in[1].i32(),
            first + from,
            first + to);
      }
    };
  }
}
