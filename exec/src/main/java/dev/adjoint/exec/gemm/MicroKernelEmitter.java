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
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the bytecode of a {@link MicroKernel} on the Vector API.
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
 * <p>The species are the Vector API's own constants, which C2 trusts. There is no branch but the
 * loop's: one that a program takes late would throw the kernel back to the interpreter, where a
 * vector is an object. The strides are parameters, for operands are mostly read where they lie; the
 * range checks that this leaves in the loop hide behind the multiply-adds.
 */
final class MicroKernelEmitter {
  private static final ClassDesc CD_VECTOR = vectorApi("Vector");
  private static final ClassDesc CD_SPECIES = vectorApi("VectorSpecies");

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

  private final boolean doubles;
  private final int rows;
  private final int vectors;
  private final int lanes;
  private final String species;
  private final ClassDesc vector;
  private final ClassDesc array;
  private final ClassDesc element;

  /** Prepares the kernel for a block of vectors. */
  MicroKernelEmitter(RegisterBlock block) {
    doubles = block.doubles();
    rows = block.rows();
    vectors = block.vectors();
    lanes = block.columns() / vectors;
    species = "SPECIES_" + block.bits();
    vector = vectorApi(doubles ? "DoubleVector" : "FloatVector");
    element = doubles ? CD_double : CD_float;
    array = element.arrayType();
  }

  /** Returns the class file; the class is meant to be hidden, beside {@link MicroKernel}. */
  byte[] emit() {
    var self =
        ClassDesc.of(
            MicroKernel.class.getPackageName(),
            "MicroKernel_%s_%s_%dx%d"
                .formatted(doubles ? "F64" : "F32", species.substring(8), rows, vectors));
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
    int b = accumulator(rows, 0);
    int a = b + vectors;
    for (int v = 0; v < vectors; v++) {
      code.getstatic(vector, species, CD_SPECIES).aload(B);
      code.iload(B_OFFSET).loadConstant(v * lanes).iadd();
      invokeFromArray(code);
      code.astore(b + v);
    }
    for (int i = 0; i < rows; i++) {
      code.getstatic(vector, species, CD_SPECIES).aload(A);
      code.iload(A_OFFSET).iload(FIRST_ROW + i).iadd();
      code.arrayLoad(TypeKind.from(element))
          .invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, CD_SPECIES, element))
          .astore(a);
      for (int v = 0; v < vectors; v++) {
        code.aload(a)
            .aload(b + v)
            .aload(accumulator(i, v))
            .invokevirtual(vector, "fma", MethodTypeDesc.of(vector, CD_VECTOR, CD_VECTOR))
            .astore(accumulator(i, v));
      }
    }
  }

  private void loadAccumulator(CodeBuilder code, int i, int v) {
    code.getstatic(vector, species, CD_SPECIES).aload(START);
    emitIndex(code, START_OFFSET, START_ROW, i, v);
    invokeFromArray(code);
    code.astore(accumulator(i, v));
  }

  private void storeAccumulator(CodeBuilder code, int i, int v) {
    code.aload(accumulator(i, v)).aload(C);
    emitIndex(code, C_OFFSET, C_ROW, i, v);
    code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
  }

  /** Pushes where vector {@code v} of row {@code i} is. */
  private void emitIndex(CodeBuilder code, int offset, int row, int i, int v) {
    code.iload(offset).iload(row).loadConstant(i).imul().iadd();
    code.loadConstant(v * lanes).iadd();
  }

  private void invokeFromArray(CodeBuilder code) {
    code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, CD_SPECIES, array, CD_int));
  }

  private void forEachAccumulator(CodeBuilder code, AccumulatorCode body) {
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) {
        body.emit(code, i, v);
      }
    }
  }

  private int accumulator(int i, int v) {
    return FIRST_ROW + rows + i * vectors + v;
  }

  private static ClassDesc vectorApi(String name) {
    return ClassDesc.of("jdk.incubator.vector", name);
  }

  private interface AccumulatorCode {
    void emit(CodeBuilder code, int i, int v);
  }
}
