// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.exec.bytecode.HiddenClass;
import dev.adjoint.exec.gemm.BlockEmitter;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the class of an {@link OffsetKernel}: one of its operands is read through a table. With a
 * panel of A it is
 *
 * <pre>{@code
 * for (; first < end; first++) {
 *   int at = bAt + steps[first];
 *   FloatVector b0 = FloatVector.fromArray(SPECIES_512, b, at); …
 *   FloatVector a0 = FloatVector.broadcast(SPECIES_512, a[aAt]); …
 *   FloatVector a1 = FloatVector.broadcast(SPECIES_512, a[aAt + 1]); …
 *   aAt += 8;
 * }
 * }</pre>
 *
 * <p>and with a panel of B
 *
 * <pre>{@code
 * int row0 = aAt + rows[row]; int row1 = aAt + rows[row + 1]; …
 * for (; first < end; first++) {
 *   int at = steps[first];
 *   FloatVector b0 = FloatVector.fromArray(SPECIES_512, b, bAt); …
 *   FloatVector a0 = FloatVector.broadcast(SPECIES_512, a[row0 + at]); …
 *   FloatVector a1 = FloatVector.broadcast(SPECIES_512, a[row1 + at]); …
 *   bAt += 32;
 * }
 * }</pre>
 */
final class OffsetKernelEmitter extends BlockEmitter<OffsetKernel> {
  // The parameters of OffsetKernel.run, by local variable slot, and what follows them.
  private static final int A_AT = 2;
  private static final int ROWS = 3;
  private static final int ROW = 4;
  private static final int B_AT = 6;
  private static final int STEPS = 7;
  private static final int STEP = 8;
  private static final int END = 9;
  private static final int OFFSET = 13;
  private static final Slots SLOTS = new Slots(1, 5, 10, 11, 12, 14);

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_void,
          CD_Object,
          CD_int,
          CD_int.arrayType(),
          CD_int,
          CD_Object,
          CD_int,
          CD_int.arrayType(),
          CD_int,
          CD_int,
          CD_Object,
          CD_int,
          CD_int);

  private final OffsetBlock block;

  OffsetKernelEmitter(OffsetBlock block, boolean adds) {
    super(
        new HiddenClass<>(
            OffsetKernel.class,
            "OffsetKernel_%s_%s%s"
                .formatted(
                    block.panelOfA() ? "A" : "B", block.inC().label(), adds ? "_add" : "_set")),
        RUN,
        SLOTS,
        block.inC(),
        adds);
    this.block = block;
  }

  @Override
  protected void emitBegin(CodeBuilder code) {
    var begin = code.newLabel();
    code.iload(END).ifge(begin).return_().labelBinding(begin);
    for (int i = 0; i < rows && !block.panelOfA(); i++) {
      code.aload(ROWS).iload(ROW).loadConstant(i).iadd().iaload();
      code.iload(A_AT).iadd().istore(row(i));
    }
  }

  @Override
  protected void emitHead(CodeBuilder code, Label exit) {
    code.iload(STEP).iload(END).if_icmpge(exit);
    code.aload(STEPS).iload(STEP).iaload();
    if (block.panelOfA()) {
      code.iload(B_AT).iadd();
    }
    code.istore(OFFSET);
  }

  @Override
  protected void pushA(CodeBuilder code, int row) {
    if (block.panelOfA()) {
      code.iload(A_AT).loadConstant(row).iadd();
    } else {
      code.iload(row(row)).iload(OFFSET).iadd();
    }
  }

  @Override
  protected void pushB(CodeBuilder code) {
    code.iload(block.panelOfA() ? OFFSET : B_AT);
  }

  @Override
  protected void emitNext(CodeBuilder code) {
    if (block.panelOfA()) {
      code.iload(A_AT).loadConstant(rows).iadd().istore(A_AT);
    } else {
      code.iload(B_AT).loadConstant(block.columns()).iadd().istore(B_AT);
    }
    code.iinc(STEP, 1);
  }
}
