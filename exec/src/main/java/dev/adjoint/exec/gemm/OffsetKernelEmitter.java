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
 * Writes the bytecode of an {@link OffsetKernel}, on the Vector API or on single elements.
 *
 * <p>As in {@link MicroKernelEmitter} the block is unrolled into one local variable per vector, and
 * there is no branch but the loop's. With a panel of A, 8 rows × 2 vectors read as
 *
 * <pre>{@code
 * FloatVector c00 = FloatVector.fromArray(SPECIES_512, start, startAt); …
 * for (int p = 0; p < depth; p++) {
 *   int at = bAt + steps[p];
 *   FloatVector b0 = FloatVector.fromArray(SPECIES_512, b, at);
 *   FloatVector b1 = FloatVector.fromArray(SPECIES_512, b, at + 16);
 *   FloatVector a0 = FloatVector.broadcast(SPECIES_512, a[aAt]);
 *   c00 = a0.fma(b0, c00);
 *   c01 = a0.fma(b1, c01);
 *   FloatVector a1 = FloatVector.broadcast(SPECIES_512, a[aAt + 1]); …
 *   aAt += 8;
 * }
 * c00.intoArray(c, cAt); …
 * }</pre>
 */
final class OffsetKernelEmitter {
  // The parameters of OffsetKernel.run, by local variable slot, and what follows them.
  private static final int A = 1;
  private static final int A_AT = 2;
  private static final int ROWS = 3;
  private static final int ROW = 4;
  private static final int B = 5;
  private static final int B_AT = 6;
  private static final int STEPS = 7;
  private static final int DEPTH = 8;
  private static final int START = 9;
  private static final int START_AT = 10;
  private static final int START_ROW = 11;
  private static final int C = 12;
  private static final int C_AT = 13;
  private static final int C_ROW = 14;
  private static final int STEP = 15;
  private static final int OFFSET = 16;
  private static final int FIRST_ROW = 17;

  private final OffsetBlock block;
  private final ClassDesc array;
  private final Lanes lanes;
  private final int rows;
  private final int vectors;

  OffsetKernelEmitter(OffsetBlock block) {
    this.block = block;
    array = (block.doubles() ? CD_double : CD_float).arrayType();
    lanes = Lanes.of(block.doubles(), block.bits());
    rows = block.rows();
    vectors = block.vectors();
  }

  /** Returns the class file; the class is meant to be hidden, beside {@link OffsetKernel}. */
  byte[] emit() {
    var self =
        ClassDesc.of(
            OffsetKernel.class.getPackageName(),
            "OffsetKernel_%s_%s_%d_%dx%d"
                .formatted(
                    block.panelOfA() ? "A" : "B",
                    block.doubles() ? "F64" : "F32",
                    block.bits(),
                    rows,
                    vectors));
    var ints = CD_int.arrayType();
    var run =
        MethodTypeDesc.of(
            CD_void, CD_Object, CD_int, ints, CD_int, CD_Object, CD_int, ints, CD_int, CD_Object,
            CD_int, CD_int, CD_Object, CD_int, CD_int);
    return ClassFile.of()
        .build(
            self,
            builder ->
                builder
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withInterfaceSymbols(OffsetKernel.class.describeConstable().orElseThrow())
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
    for (int i = 0; i < rows && !block.panelOfA(); i++) {
      code.aload(ROWS).iload(ROW).loadConstant(i).iadd().iaload();
      code.iload(A_AT).iadd().istore(FIRST_ROW + i);
    }
    var head = code.newLabel();
    var exit = code.newLabel();
    code.loadConstant(0).istore(STEP);
    code.labelBinding(head).iload(STEP).iload(DEPTH).if_icmpge(exit);
    code.aload(STEPS).iload(STEP).iaload().istore(OFFSET);
    if (block.panelOfA()) {
      code.iload(B_AT).iload(OFFSET).iadd().istore(OFFSET);
      emitStep(code, OFFSET);
      code.iload(A_AT).loadConstant(rows).iadd().istore(A_AT);
    } else {
      emitStep(code, B_AT);
      code.iload(B_AT).loadConstant(block.columns()).iadd().istore(B_AT);
    }
    code.iinc(STEP, 1).goto_(head).labelBinding(exit);
    forEachAccumulator(code, this::storeAccumulator);
    code.return_();
  }

  /** One depth step: the vectors of B, then for each row its element of A times all of them. */
  private void emitStep(CodeBuilder code, int columns) {
    int a = local(rows + 1, 0);
    for (int v = 0; v < vectors; v++) {
      int column = v * block.lanes();
      lanes.load(code, B, index -> index.iload(columns).loadConstant(column).iadd());
      code.storeLocal(lanes.kind(), local(rows, v));
    }
    for (int i = 0; i < rows; i++) {
      int row = i;
      lanes.broadcast(code, A, index -> emitRow(index, row));
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

  /** Pushes where the element of a row of A is. */
  private void emitRow(CodeBuilder code, int row) {
    if (block.panelOfA()) {
      code.iload(A_AT).loadConstant(row).iadd();
    } else {
      code.iload(FIRST_ROW + row).iload(OFFSET).iadd();
    }
  }

  private void loadAccumulator(CodeBuilder code, int i, int v) {
    lanes.load(code, START, index -> emitIndex(index, START_AT, START_ROW, i, v));
    code.storeLocal(lanes.kind(), local(i, v));
  }

  private void storeAccumulator(CodeBuilder code, int i, int v) {
    lanes.store(code, local(i, v), C, index -> emitIndex(index, C_AT, C_ROW, i, v));
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
