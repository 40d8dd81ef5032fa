// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.emit.Registers;
import dev.adjoint.exec.emit.ScalarBlockProgram;
import dev.adjoint.exec.ir.ScalarBlock;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;

/** Runs straight-line code: takes its inputs into registers, computes, and stores its results. */
public record ScalarBlockCode(ScalarBlockProgram program) implements StepCode {
  /** Returns the code of an op. */
  public static ScalarBlockCode of(ScalarBlock op) {
    return new ScalarBlockCode(ScalarBlockProgram.of(op.body()));
  }

  /** {@inheritDoc} All inputs are read before the first output is written. */
  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    Registers registers = program.newRegisters();
    int[] to = new int[inputs.length];
    int[] from = new int[outputs.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = program.input(i);
    }
    for (int i = 0; i < from.length; i++) {
      from[i] = program.result(i);
    }
    return () -> {
      for (int i = 0; i < to.length; i++) {
        if (to[i] >= 0) {
          registers.load(to[i], inputs[i]);
        }
      }
      program.run(registers);
      for (int i = 0; i < from.length; i++) {
        registers.store(from[i], outputs[i]);
      }
    };
  }
}
