// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.tile.IndexedOp;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * Gives each row of a table that indices select a slot of its own: the position of its first index,
 * counted through all tensors of indices. The first output has for each position the row, or {@code
 * ~row} if the row has an earlier slot; then comes for each input the slots of its indices.
 *
 * @param checks for each input an op that takes these indices and refuses those out of range
 * @param rows the number of rows of the table
 */
public record RowSlots(ImmutableList<IndexedOp> checks, int rows) implements CompilerOp {
  @Override
  public boolean mayThrow() {
    return true;
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ImmutableList.Builder<TensorType> types = ImmutableList.builder();
    int positions = 0;
    for (TensorType input : inputs) {
      positions = Math.addExact(positions, input.size());
    }
    types.add(new TensorType(DType.I32, Shape.of(positions)));
    inputs.forEach(input -> types.add(new TensorType(DType.I32, input.shape())));
    return types.build();
  }

  @Override
  public String parameters() {
    return "[rows=" + rows + "]";
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new Hashing(this, outputs.getFirst().size());
  }

  /** Finds earlier indices of a row by an open hash table of positions, whose keys are rows. */
  private static final class Hashing implements Kernel {
    /** 2³² divided by the golden ratio (Knuth 1998, section 6.4). */
    private static final int MULTIPLIER = 0x9E3779B9;

    private final RowSlots op;

    /** For each place of the table a position plus one; 0 if it is free. */
    private final int[] table;

    private final int shift;

    Hashing(RowSlots op, int positions) {
      this.op = op;
      int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, positions));
      table = new int[1 << bits];
      shift = 32 - bits;
    }

    @Override
    public void run(Buffer[] in, Buffer[] out, Workers workers) {
      for (int i = 0; i < in.length; i++) {
        op.checks.get(i).checkIndices(in[i], op.rows);
      }
      Arrays.fill(table, 0);
      int position = 0;
      for (int i = 0; i < in.length; i++) {
        for (int j = 0; j < in[i].size(); j++, position++) {
          int row = (int) in[i].getLong(j);
          int slot = slot(row, position, out[0]);
          out[0].setLong(position, slot == position ? row : ~row);
          out[i + 1].setLong(j, slot);
        }
      }
    }

    /** Returns the slot of a row, which is the position itself if no earlier one has the row. */
    private int slot(int row, int position, Buffer rows) {
      int place = row * MULTIPLIER >>> shift;
      while (table[place] != 0) {
        int slot = table[place] - 1;
        if (rows.getLong(slot) == row) {
          return slot;
        }
        place = place + 1 & table.length - 1;
      }
      table[place] = position + 1;
      return position;
    }
  }
}
