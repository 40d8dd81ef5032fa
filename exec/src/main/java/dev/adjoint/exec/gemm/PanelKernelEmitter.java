// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.bytecode.HiddenClass;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/**
 * Writes the class of a {@link MicroKernel} of a {@link TiledProduct}: A lies in lines of {@link
 * SumTree#BLOCK} elements, and the strides of A that it is passed are not read.
 *
 * <pre>{@code
 * for (int p = 0; p < depth; p++) {
 *   FloatVector b0 = FloatVector.fromArray(SPECIES_512, b, bOffset); …
 *   FloatVector a0 = FloatVector.broadcast(SPECIES_512, a[aOffset + p]); …
 *   FloatVector a1 = FloatVector.broadcast(SPECIES_512, a[aOffset + p + 128]); …
 *   bOffset += bStep;
 * }
 * }</pre>
 *
 * <p>C2 then needs one register for all rows of A, so that there is room for more of them, and
 * checks the ranges of all steps before the first.
 */
final class PanelKernelEmitter extends BlockEmitter<MicroKernel> {
  private static final int A_OFFSET = 2;
  private static final int B_OFFSET = 6;
  private static final int B_STEP = 7;
  private static final int DEPTH = 11;

  PanelKernelEmitter(RegisterBlock block, boolean adds) {
    super(
        new HiddenClass<>(
            MicroKernel.class, "PanelKernel_" + block.label() + (adds ? "_add" : "_set")),
        MicroKernelEmitter.RUN,
        MicroKernelEmitter.SLOTS,
        block,
        adds);
  }

  /** The local variable of the depth step. */
  private int step() {
    return row(0);
  }

  @Override
  protected void emitBegin(CodeBuilder code) {
    code.iconst_0().istore(step());
  }

  @Override
  protected void emitHead(CodeBuilder code, Label exit) {
    code.iload(step()).iload(DEPTH).if_icmpge(exit);
  }

  @Override
  protected void pushA(CodeBuilder code, int row) {
    code.iload(A_OFFSET).iload(step()).iadd().loadConstant(row * SumTree.BLOCK).iadd();
  }

  @Override
  protected void pushB(CodeBuilder code) {
    code.iload(B_OFFSET);
  }

  @Override
  protected void emitNext(CodeBuilder code) {
    code.iinc(step(), 1);
    code.iload(B_OFFSET).iload(B_STEP).iadd().istore(B_OFFSET);
  }
}
