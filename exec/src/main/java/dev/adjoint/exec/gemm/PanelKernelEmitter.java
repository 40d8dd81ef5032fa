// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.bytecode.HiddenClass;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/**
 * Writes the class of a {@link MicroKernel} of a {@link TiledProduct}. A lies in lines of {@link
 * SumTree#BLOCK} elements, and the strides of A that the kernel is passed are not read:
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
 * <p>or it lies in depth steps, whose distance is read:
 *
 * <pre>{@code
 * FloatVector a0 = FloatVector.broadcast(SPECIES_512, a[aOffset]); …
 * FloatVector a1 = FloatVector.broadcast(SPECIES_512, a[aOffset + 1]); …
 * aOffset += aStep;
 * }</pre>
 *
 * <p>Either way C2 needs one register for all rows of A, so that there is room for more of them.
 */
final class PanelKernelEmitter extends BlockEmitter<MicroKernel> {
  private static final int A_OFFSET = 2;
  private static final int A_STEP = 4;
  private static final int B_OFFSET = 6;
  private static final int B_STEP = 7;
  private static final int DEPTH = 11;

  private final boolean steps;

  /**
   * Prepares to write a class.
   *
   * @param steps whether A lies in depth steps
   */
  PanelKernelEmitter(RegisterBlock block, boolean steps, boolean adds) {
    super(
        new HiddenClass<>(
            MicroKernel.class,
            "%sKernel_%s%s"
                .formatted(steps ? "Step" : "Line", block.label(), adds ? "_add" : "_set")),
        MicroKernelEmitter.RUN,
        MicroKernelEmitter.SLOTS,
        block,
        adds);
    this.steps = steps;
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
    code.iload(A_OFFSET);
    if (steps) {
      code.loadConstant(row).iadd();
    } else {
      code.iload(step()).iadd().loadConstant(row * SumTree.BLOCK).iadd();
    }
  }

  @Override
  protected void pushB(CodeBuilder code) {
    code.iload(B_OFFSET);
  }

  @Override
  protected void emitNext(CodeBuilder code) {
    code.iinc(step(), 1);
    code.iload(B_OFFSET).iload(B_STEP).iadd().istore(B_OFFSET);
    if (steps) {
      code.iload(A_OFFSET).iload(A_STEP).iadd().istore(A_OFFSET);
    }
  }
}
