// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.exec.bytecode.HiddenClass;
import dev.adjoint.graph.DType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the class of a {@link LoopKernel}. For {@code y = a·x + 1} with a uniform {@code a} and
 * the sum of {@code y} along each row it reads as
 *
 * <pre>{@code
 * public void run(LoopOperands at, int rows, int n) {
 *   if (n > 512) stretches(at, 0, rows, n);
 *   else if (n >= 16) vector(at, 0, rows, n);
 *   else scalar(at, 0, rows, 0, n);
 * }
 *
 * private static void vector(…) {
 *   float[] a = (float[]) at.in[0]; int aAt = at.inAt[0]; …
 *   FloatVector v1 = FloatVector.broadcast(SPECIES_512, 1f);
 *   for (int row = 0; row < rows; row++) {
 *     FloatVector v0 = FloatVector.broadcast(SPECIES_512, a[aAt]);
 *     FloatVector v3 = FloatVector.broadcast(SPECIES_512, 0f);
 *     for (int i = 0; i < n & -16; i += 16) {
 *       FloatVector v2 = FloatVector.fromArray(SPECIES_512, x, xAt + i);
 *       v2 = v2.mul(v0);
 *       v2 = v2.add(v1);
 *       v2.intoArray(y, yAt + i);
 *       v3 = v2.add(v3);
 *     }
 *     if (n & -16 < n) {
 *       v3.intoArray(lanes, 0);
 *       scalar(at, row, row + 1, n & -16, n);
 *     } else {
 *       v3 = v3.add(v3.rearrange(TURN_8)); … v3 = v3.add(v3.rearrange(TURN_1));
 *       sum[sumAt] = v3.lane(0);
 *     }
 *     aAt += at.inStep[0]; …
 *   }
 * }
 *
 * private static void scalar(LoopOperands at, int row, int end, int from, int n) {
 *   …
 *     for (int i = from; i < n; i++) {
 *       float v2 = x[xAt + i]; …
 *       lanes[i & 15] = lanes[i & 15] + v2;
 *     }
 *   …
 * }
 * }</pre>
 *
 * <p>{@link StretchCode} shows the method {@code stretches}, which loops with reductions have.
 *
 * <p>All results are stored after the last input is read, so that an output may be the memory of an
 * input.
 */
final class LoopEmitter {
  /** The interface and name of the hidden class. */
  static final HiddenClass<LoopKernel> CLASS = new HiddenClass<>(LoopKernel.class, "Loop");

  /** The type of the method over single elements: operands, first row, end, first element, end. */
  static final MethodTypeDesc SCALAR =
      MethodTypeDesc.of(CD_void, Operands.TYPE, CD_int, CD_int, CD_int, CD_int);

  /** The type of the methods over rows: operands, first row, end, elements. */
  static final MethodTypeDesc ROWS =
      MethodTypeDesc.of(CD_void, Operands.TYPE, CD_int, CD_int, CD_int);

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(CD_void, Operands.TYPE, CD_int, CD_int);
  private static final int PRIVATE_STATIC = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;

  private final LoopSignature loop;
  private final DType lanes;
  private final ClassDesc self = CLASS.self();

  /**
   * Prepares to write a class.
   *
   * @param loop its signature, lowered
   */
  LoopEmitter(LoopSignature loop) {
    this.loop = loop;
    this.lanes = VectorLegality.lanes(loop);
  }

  /** Returns the class file. */
  byte[] emit() {
    return CLASS.write(builder -> {
      builder
          .withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::emitRun)
          .withMethodBody(
              "scalar", SCALAR, PRIVATE_STATIC, code -> new ScalarCode(loop, code, self).emit());
      new ReduceCode(loop, self).addMethods(builder);
      if (lanes.isFloating()) {
        builder.withMethodBody(
            "vector", ROWS, PRIVATE_STATIC, code -> new VectorCode(loop, lanes, code, self).emit());
      }
      if (!loop.reductions().isEmpty()) {
        builder.withMethodBody(
            "stretches",
            ROWS,
            PRIVATE_STATIC,
            code -> new StretchCode(loop, lanes, code, self).emit());
      }
    });
  }

  private void emitRun(CodeBuilder code) {
    if (!loop.reductions().isEmpty()) {
      var isShort = code.newLabel();
      code.iload(3).loadConstant(loop.stretch()).if_icmple(isShort);
      code.aload(1).iconst_0().iload(2).iload(3).invokestatic(self, "stretches", ROWS).return_();
      code.labelBinding(isShort);
    }
    var single = code.newLabel();
    if (lanes.isFloating()) {
      code.iload(3).loadConstant(VectorCode.unit(loop, lanes)).if_icmplt(single);
      if (VectorCode.isNested(loop)) {
        code.aload(1).iconst_0().iload(2).iload(3).invokestatic(self, "vector", ROWS).return_();
      } else {
        var head = code.newLabel();
        var exit = code.newLabel();
        var some = code.newLabel();
        // A call without rows is one of the method over vectors, too, which returns at once.
        code.iload(2).ifne(some).aload(1).iconst_0().iconst_0().iload(3);
        code.invokestatic(self, "vector", ROWS).return_().labelBinding(some);
        code.iconst_0().istore(4).labelBinding(head).iload(4).iload(2).if_icmpge(exit);
        code.aload(1).iload(4).iload(4).iconst_1().iadd().iload(3);
        code.invokestatic(self, "vector", ROWS);
        code.iinc(4, 1).goto_(head).labelBinding(exit).return_();
      }
    }
    code.labelBinding(single).aload(1).iconst_0().iload(2).iconst_0().iload(3);
    code.invokestatic(self, "scalar", SCALAR).return_();
  }
}
