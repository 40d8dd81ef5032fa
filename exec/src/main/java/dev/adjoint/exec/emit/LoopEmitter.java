package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.adjoint.exec.VectorSupport;
import dev.adjoint.graph.DType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the class of a {@link LoopKernel}. For {@code y = a·x + 1} with a uniform {@code a} it
 * reads as
 *
 * <pre>{@code
 * public void run(Object[] in, int[] inAt, Object[] out, int[] outAt, int n) {
 *   int i = 0;
 *   if (n >= 16) i = vector(in, inAt, out, outAt, n);
 *   if (i < n) scalar(in, inAt, out, outAt, i, n);
 * }
 *
 * private static int vector(…) {
 *   float[] a = (float[]) in[0]; int aAt = inAt[0]; …
 *   FloatVector v0 = FloatVector.broadcast(SPECIES_512, a[aAt]);
 *   FloatVector v1 = FloatVector.broadcast(SPECIES_512, 1f);
 *   int i = 0;
 *   for (; i <= n - 16; i += 16) {
 *     FloatVector v2 = FloatVector.fromArray(SPECIES_512, x, xAt + i);
 *     v2 = v0.mul(v2);
 *     v2 = v2.add(v1);
 *     v2.intoArray(y, yAt + i);
 *   }
 *   return i;
 * }
 *
 * private static void scalar(…) {
 *   …
 *   for (; i < n; i++) {
 *     float v2 = x[xAt + i]; …
 *   }
 * }
 * }</pre>
 *
 * <p>All results are stored after the last input is read, so that an output may be the memory of an
 * input.
 */
final class LoopEmitter {
  private static final ClassDesc OBJECTS = CD_Object.arrayType();
  private static final ClassDesc INTS = CD_int.arrayType();
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(CD_void, OBJECTS, INTS, OBJECTS, INTS, CD_int);
  private static final MethodTypeDesc VECTOR =
      MethodTypeDesc.of(CD_int, OBJECTS, INTS, OBJECTS, INTS, CD_int);
  private static final MethodTypeDesc SCALAR =
      MethodTypeDesc.of(CD_void, OBJECTS, INTS, OBJECTS, INTS, CD_int, CD_int);
  private static final int PRIVATE_STATIC = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;

  private final LoopSignature loop;
  private final DType lanes;
  private final ClassDesc self;

  /**
   * Prepares to write a class.
   *
   * @param loop its signature, lowered
   */
  LoopEmitter(LoopSignature loop) {
    this.loop = loop;
    this.lanes = loop.bits() == VectorSupport.SCALAR ? DType.BOOL : VectorFit.lanes(loop.body());
    this.self = ClassDesc.of(LoopKernel.class.getPackageName(), "Loop");
  }

  /** Returns the class file; the class is meant to be hidden, beside {@link LoopKernel}. */
  byte[] emit() {
    return ClassFile.of()
        .build(
            self,
            builder -> {
              builder
                  .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                  .withInterfaceSymbols(LoopKernel.class.describeConstable().orElseThrow())
                  .withMethodBody(
                      INIT_NAME,
                      MTD_void,
                      0,
                      code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                  .withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::emitRun)
                  .withMethodBody(
                      "scalar", SCALAR, PRIVATE_STATIC, code -> new ScalarCode(loop, code).emit());
              if (lanes.isFloating()) {
                builder.withMethodBody(
                    "vector",
                    VECTOR,
                    PRIVATE_STATIC,
                    code -> new VectorCode(loop, lanes, code).emit());
              }
            });
  }

  private void emitRun(CodeBuilder code) {
    int i = 6;
    var rest = code.newLabel();
    var done = code.newLabel();
    code.iconst_0().istore(i);
    if (lanes.isFloating()) {
      code.iload(5).loadConstant(loop.bits() / (8 * lanes.bytes())).if_icmplt(rest);
      loadArrays(code).iload(5).invokestatic(self, "vector", VECTOR).istore(i);
    }
    code.labelBinding(rest).iload(i).iload(5).if_icmpge(done);
    loadArrays(code).iload(i).iload(5).invokestatic(self, "scalar", SCALAR);
    code.labelBinding(done).return_();
  }

  private static CodeBuilder loadArrays(CodeBuilder code) {
    return code.aload(1).aload(2).aload(3).aload(4);
  }
}
