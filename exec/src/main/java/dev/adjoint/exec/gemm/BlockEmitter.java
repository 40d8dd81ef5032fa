// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;

import dev.adjoint.exec.bytecode.HiddenClass;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;

/**
 * Writes the class of a kernel that keeps a block of C in registers, on the Vector API or on single
 * elements; what the ways of reading A and B have in common. There are two kernels to a block: one
 * sets C to the sum, the other adds the sum to C.
 *
 * <p>The block is unrolled into one local variable per vector, so that C2 keeps each in a register
 * for the whole loop. For a block of 8 rows × 2 vectors the method reads as
 *
 * <pre>{@code
 * FloatVector c00 = FloatVector.zero(SPECIES_512); …
 * for (depth steps) {
 *   FloatVector b0 = FloatVector.fromArray(SPECIES_512, b, row of B);
 *   FloatVector b1 = FloatVector.fromArray(SPECIES_512, b, row of B + 16);
 *   FloatVector a0 = FloatVector.broadcast(SPECIES_512, a[first row of A]);
 *   c00 = a0.fma(b0, c00);
 *   c01 = a0.fma(b1, c01);
 *   FloatVector a1 = FloatVector.broadcast(SPECIES_512, a[second row of A]);
 *   c10 = a1.fma(b0, c10); …
 * }
 * c00 = FloatVector.fromArray(SPECIES_512, c, cAt).add(c00); …
 * c00.intoArray(c, cAt); …
 * }</pre>
 *
 * <p>where the line before the last is only in the kernel that adds. On single elements it is the
 * same, with {@code float c00 = 0}, {@code c00 = Math.fma(a0, b0, c00)} and {@code c00 = c[cAt] +
 * c00}. All of C is read before any of it is written, since a processor may take a store for one
 * that a load behind it has to wait for.
 *
 * <p>The species are the Vector API's own constants, which C2 trusts. There is no branch but the
 * loop's: one that a program takes late would throw the kernel back to the interpreter, where a
 * vector is an object. A second loop around it, over the blocks of a sum, would cost up to a tenth.
 *
 * @param <K> the interface of the kernel
 */
public abstract class BlockEmitter<K> {
  /**
   * The local variables of the method that all kernels have: its parameters, by slot.
   *
   * @param free the first slot that is not taken
   */
  public record Slots(int a, int b, int c, int cAt, int cRow, int free) {}

  /** How many rows the block has. */
  protected final int rows;

  private final HiddenClass<K> type;
  private final MethodTypeDesc run;
  private final Slots slots;
  private final RegisterBlock block;
  private final boolean adds;
  private final int vectors;
  private final Lanes lanes;

  /**
   * Prepares to write a class.
   *
   * @param type what the class is; it is meant to be hidden
   * @param run the type of its method
   * @param adds whether the kernel adds to C, or sets C
   */
  protected BlockEmitter(
      HiddenClass<K> type, MethodTypeDesc run, Slots slots, RegisterBlock block, boolean adds) {
    this.type = type;
    this.run = run;
    this.slots = slots;
    this.block = block;
    this.adds = adds;
    rows = block.rows();
    vectors = block.vectors();
    lanes = Lanes.of(block.doubles(), block.bits());
  }

  /**
   * Returns the object of the class.
   *
   * @param lookup by which the package of the interface is open
   * @param block what the kernel is made for
   */
  public final K link(MethodHandles.Lookup lookup, Record block) {
    return type.link(lookup, emit(), () -> block + "\n");
  }

  /** Returns the class file. */
  public final byte[] emit() {
    return type.write(
        builder -> builder.withMethodBody("run", run, ClassFile.ACC_PUBLIC, this::emitRun));
  }

  private void emitRun(CodeBuilder code) {
    var array = (block.doubles() ? CD_double : CD_float).arrayType();
    for (int operand : new int[] {slots.a, slots.b, slots.c}) {
      code.aload(operand).checkcast(array).astore(operand);
    }
    emitBegin(code);
    var head = code.newLabel();
    var exit = code.newLabel();
    forEachAccumulator(code, this::clearAccumulator);
    code.labelBinding(head);
    emitHead(code, exit);
    emitStep(code);
    emitNext(code);
    code.goto_(head).labelBinding(exit);
    if (adds) {
      forEachAccumulator(code, this::addToAccumulator);
    }
    forEachAccumulator(code, this::storeAccumulator);
    code.return_();
  }

  /** Writes what comes before the first depth step. */
  protected abstract void emitBegin(CodeBuilder code);

  /** Writes how a depth step begins, or goes to {@code exit} if there is none left. */
  protected abstract void emitHead(CodeBuilder code, Label exit);

  /** Pushes where the element of a row of A is. */
  protected abstract void pushA(CodeBuilder code, int row);

  /** Pushes where the row of B begins. */
  protected abstract void pushB(CodeBuilder code);

  /** Writes how a depth step ends. */
  protected abstract void emitNext(CodeBuilder code);

  /** One depth step: the vectors of B, then for each row its element of A times all of them. */
  private void emitStep(CodeBuilder code) {
    int a = vector(rows + 1, 0);
    for (int v = 0; v < vectors; v++) {
      int column = v * block.lanes();
      lanes.load(
          code,
          slots.b,
          index -> {
            pushB(index);
            index.loadConstant(column).iadd();
          });
      code.storeLocal(lanes.kind(), vector(rows, v));
    }
    for (int i = 0; i < rows; i++) {
      int row = i;
      lanes.broadcast(code, slots.a, index -> pushA(index, row));
      code.storeLocal(lanes.kind(), a);
      for (int v = 0; v < vectors; v++) {
        code.loadLocal(lanes.kind(), a);
        code.loadLocal(lanes.kind(), vector(rows, v));
        code.loadLocal(lanes.kind(), vector(i, v));
        lanes.fma(code);
        code.storeLocal(lanes.kind(), vector(i, v));
      }
    }
  }

  private void clearAccumulator(CodeBuilder code, int i, int v) {
    lanes.zero(code);
    code.storeLocal(lanes.kind(), vector(i, v));
  }

  private void addToAccumulator(CodeBuilder code, int i, int v) {
    lanes.load(code, slots.c, index -> pushIndexOfC(index, i, v));
    code.loadLocal(lanes.kind(), vector(i, v));
    lanes.add(code);
    code.storeLocal(lanes.kind(), vector(i, v));
  }

  private void storeAccumulator(CodeBuilder code, int i, int v) {
    lanes.store(code, vector(i, v), slots.c, index -> pushIndexOfC(index, i, v));
  }

  /** Pushes where vector {@code v} of row {@code i} of C is. */
  private void pushIndexOfC(CodeBuilder code, int i, int v) {
    code.iload(slots.cAt).iload(slots.cRow).loadConstant(i).imul().iadd();
    code.loadConstant(v * block.lanes()).iadd();
  }

  private void forEachAccumulator(CodeBuilder code, AccumulatorCode body) {
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) {
        body.emit(code, i, v);
      }
    }
  }

  /** Returns the local variable that a subclass has for each row of A. */
  protected final int row(int i) {
    return slots.free + i;
  }

  /** Returns the local variable of an accumulator; the row after the last holds those of B. */
  private int vector(int i, int v) {
    return slots.free + rows + (i * vectors + v) * lanes.kind().slotSize();
  }

  private interface AccumulatorCode {
    void emit(CodeBuilder code, int i, int v);
  }
}
