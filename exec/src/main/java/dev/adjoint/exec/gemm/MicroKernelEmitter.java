package dev.adjoint.exec.gemm;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the bytecode of a {@link MicroKernel}, on the Vector API or on single elements.
 *
 * <p>The register block is unrolled into one local variable per vector, so that C2 keeps each in a
 * register for the whole loop. For a block of 8 rows × 2 vectors the class reads as
 *
 * <pre>{@code
 * public void run(Object a, …) {
 *   int row1 = aRow; int row2 = 2 * aRow; …
 *   FloatVector c00 = FloatVector.fromArray(SPECIES_512, start, startOffset); …
 *   for (; depth > 0; depth--) {
 *     FloatVector b0 = FloatVector.fromArray(SPECIES_512, b, bOffset);
 *     FloatVector b1 = FloatVector.fromArray(SPECIES_512, b, bOffset + 16);
 *     FloatVector a0 = FloatVector.broadcast(SPECIES_512, a[aOffset]);
 *     c00 = a0.fma(b0, c00);
 *     c01 = a0.fma(b1, c01);
 *     FloatVector a1 = FloatVector.broadcast(SPECIES_512, a[aOffset + row1]);
 *     c10 = a1.fma(b0, c10); …
 *     aOffset += aStep;
 *     bOffset += bStep;
 *   }
 *   c00.intoArray(c, cOffset); …
 * }
 * }</pre>
 *
 * <p>On single elements it is the same, with {@code float c00 = start[startOffset]} and {@code c00
 * = Math.fma(a0, b0, c00)}.
 *
 * <p>The species are the Vector API's own constants, which C2 trusts. There is no branch but the
 * loop's: one that a program takes late would throw the kernel back to the interpreter, where a
 * vector is an object. The strides are parameters, for operands are mostly read where they lie; the
 * range checks that this leaves in the loop hide behind the multiply-adds.
 */
final class MicroKernelEmitter {
  // The parameters of MicroKernel.run, by local variable slot.
  private static final int A = 1;
  private static final int A_OFFSET = 2;
  private static final int A_ROW = 3;
  private static final int A_STEP = 4;
  private static final int B = 5;
  private static final int B_OFFSET = 6;
  private static final int B_STEP = 7;
  private static final int START = 8;
  private static final int START_OFFSET = 9;
  private static final int START_ROW = 10;
  private static final int C = 11;
  private static final int C_OFFSET = 12;
  private static final int C_ROW = 13;
  private static final int DEPTH = 14;
  private static final int FIRST_ROW = 15;

  private final RegisterBlock block;
  private final ClassDesc array;
  private final Lanes lanes;
  private final int rows;
  private final int vectors;

  MicroKernelEmitter(RegisterBlock block) {
    this.block = block;
    array = (block.doubles() ? CD_double : CD_float).arrayType();
    lanes = Lanes.of(block.doubles(), block.bits());
    rows = block.rows();
    vectors = block.vectors();
  }

  /** Returns the class file; the class is meant to be hidden, beside {@link MicroKernel}. */
  byte[] emit() {
    var self =
        ClassDesc.of(
            MicroKernel.class.getPackageName(),
            "MicroKernel_%s_%d_%dx%d"
                .formatted(block.doubles() ? "F64" : "F32", block.bits(), rows, vectors));
    var run =
        MethodTypeDesc.of(
            CD_void, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object,
            CD_int, CD_int, CD_Object, CD_int, CD_int, CD_int);
    return ClassFile.of()
        .build(
            self,
            builder ->
                builder
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withInterfaceSymbols(MicroKernel.class.describeConstable().orElseThrow())
                    .withMethodBody(
                        INIT_NAME,
                        MTD_void,
                        0,
                        code ->
                            code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                    .withMethodBody("run", run, ClassFile.ACC_PUBLIC, this::emitRun));
  }

  private void emitRun(CodeBuilder code) {
    for (int parameter : new int[] {A, B, START, C}) {
      code.aload(parameter).checkcast(array).astore(parameter);
    }
    forEachAccumulator(code, this::loadAccumulator);
    for (int i = 0; i < rows; i++) {
      code.iload(A_ROW).loadConstant(i).imul().istore(FIRST_ROW + i);
    }
    var head = code.newLabel();
    var exit = code.newLabel();
    code.labelBinding(head).iload(DEPTH).ifle(exit);
    emitStep(code);
    code.iload(A_OFFSET).iload(A_STEP).iadd().istore(A_OFFSET);
    code.iload(B_OFFSET).iload(B_STEP).iadd().istore(B_OFFSET);
    code.iinc(DEPTH, -1).goto_(head).labelBinding(exit);
    forEachAccumulator(code, this::storeAccumulator);
    code.return_();
  }

  /** One depth step: the vectors of B, then for each row its element of A times all of them. */
  private void emitStep(CodeBuilder code) {
    int a = local(rows + 1, 0);
    for (int v = 0; v < vectors; v++) {
      int column = v * block.lanes();
      lanes.load(code, B, index -> index.iload(B_OFFSET).loadConstant(column).iadd());
      code.storeLocal(lanes.kind(), local(rows, v));
    }
    for (int i = 0; i < rows; i++) {
      int row = FIRST_ROW + i;
      lanes.broadcast(code, A, index -> index.iload(A_OFFSET).iload(row).iadd());
      code.storeLocal(lanes.kind(), a);
      for (int v = 0; v < vectors; v++) {
        code.loadLocal(lanes.kind(), a);
        code.loadLocal(lanes.kind(), local(rows, v));
        code.loadLocal(lanes.kind(), local(i, v));
        lanes.fma(code);
        code.storeLocal(lanes.kind(), local(i, v));
      }
    }
  }

  private void loadAccumulator(CodeBuilder code, int i, int v) {
    lanes.load(code, START, index -> emitIndex(index, START_OFFSET, START_ROW, i, v));
    code.storeLocal(lanes.kind(), local(i, v));
  }

  private void storeAccumulator(CodeBuilder code, int i, int v) {
    lanes.store(code, local(i, v), C, index -> emitIndex(index, C_OFFSET, C_ROW, i, v));
  }

  /** Pushes where vector {@code v} of row {@code i} is. */
  private void emitIndex(CodeBuilder code, int offset, int row, int i, int v) {
    code.iload(offset).iload(row).loadConstant(i).imul().iadd();
    code.loadConstant(v * block.lanes()).iadd();
  }

  private void forEachAccumulator(CodeBuilder code, AccumulatorCode body) {
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) {
        body.emit(code, i, v);
      }
    }
  }

  /** Returns the local variable of an accumulator; the row after the last holds those of B. */
  private int local(int i, int v) {
    return FIRST_ROW + rows + (i * vectors + v) * lanes.kind().slotSize();
  }

  private interface AccumulatorCode {
    void emit(CodeBuilder code, int i, int v);
  }
}
