// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.graph.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the operands of a loop lie: for each an array, and the index that its first element has in
 * it. An array may hold some rows only; then the first element, which it lacks, has the index that
 * it would have, which may be negative.
 */
public final class LoopMemory {
  /** For each input its array. */
  public @Nullable Object[] in = new Object[8];

  /** For each input the index of its first element. */
  public int[] inAt = new int[8];

  /** For each output its array. */
  public @Nullable Object[] out = new Object[8];

  /** For each output the index of its first element. */
  public int[] outAt = new int[8];

  /** Makes room for that many operands. */
  public void reserve(int inputs, int outputs) {
    if (in.length < inputs) {
      in = new Object[inputs];
      inAt = new int[inputs];
    }
    if (out.length < outputs) {
      out = new Object[outputs];
      outAt = new int[outputs];
    }
  }

  /** Makes all operands those of a step. */
  public void bind(Buffer[] inputs, Buffer[] outputs) {
    reserve(inputs.length, outputs.length);
    for (int i = 0; i < inputs.length; i++) {
      input(i, inputs[i]);
    }
    for (int i = 0; i < outputs.length; i++) {
      output(i, outputs[i]);
    }
  }

  /** Sets where an input is. */
  public void input(int number, Buffer at) {
    in[number] = at.array();
    inAt[number] = at.offset();
  }

  /** Sets where an output is. */
  public void output(int number, Buffer at) {
    out[number] = at.array();
    outAt[number] = at.offset();
  }

  /** Releases the arrays of others. */
  public void release() {
    Arrays.fill(in, null);
    Arrays.fill(out, null);
  }
}
