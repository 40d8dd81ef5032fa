// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.exec.bytecode.HiddenClass;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the class of a {@link MicroKernel}: its operands are read by strides.
 *
 * <pre>{@code
 * public void run(Object a, …) {
 *   …
 *   int row1 = aRow; int row2 = 2 * aRow; …
 *   for (; depth > 0; depth--) {
 *     FloatVector b0 = FloatVector.fromArray(SPECIES_512, b, bOffset); …
 *     FloatVector a0 = FloatVector.broadcast(SPECIES_512, a[aOffset]); …
 *     FloatVector a1 = FloatVector.broadcast(SPECIES_512, a[aOffset + row1]); …
 *     aOffset += aStep;
 *     bOffset += bStep;
 *   }
 *   …
 * }
 * }</pre>
 *
 * <p>The strides are parameters, for operands are mostly read where they lie; the range checks that
 * this leaves in the loop hide behind the multiply-adds.
 */
final class MicroKernelEmitter extends BlockEmitter<MicroKernel> {
  // The parameters of MicroKernel.run, by local variable slot.
  private static final int A_OFFSET = 2;
  private static final int A_ROW = 3;
  private static final int A_STEP = 4;
  private static final int B_OFFSET = 6;
  private static final int B_STEP = 7;
  private static final int DEPTH = 11;
  static final Slots SLOTS = new Slots(1, 5, 8, 9, 10, 12);

  static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_void, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int,
          CD_int, CD_int);

  MicroKernelEmitter(RegisterBlock block, boolean adds) {
    super(
        new HiddenClass<>(
            MicroKernel.class, "MicroKernel_" + block.label() + (adds ? "_add" : "_set")),
        RUN,
        SLOTS,
        block,
        adds);
  }

  @Override
  protected void emitBegin(CodeBuilder code) {
    var begin = code.newLabel();
    code.iload(DEPTH).ifge(begin).return_().labelBinding(begin);
    for (int i = 0; i < rows; i++) {
      code.iload(A_ROW).loadConstant(i).imul().istore(row(i));
    }
  }

  @Override
  protected void emitHead(CodeBuilder code, Label exit) {
    code.iload(DEPTH).ifle(exit);
  }

  @Override
  protected void pushA(CodeBuilder code, int row) {
    code.iload(A_OFFSET).iload(row(row)).iadd();
  }

  @Override
  protected void pushB(CodeBuilder code) {
    code.iload(B_OFFSET);
  }

  @Override
  protected void emitNext(CodeBuilder code) {
    code.iload(A_OFFSET).iload(A_STEP).iadd().istore(A_OFFSET);
    code.iload(B_OFFSET).iload(B_STEP).iadd().istore(B_OFFSET);
    code.iinc(DEPTH, -1);
  }
}
