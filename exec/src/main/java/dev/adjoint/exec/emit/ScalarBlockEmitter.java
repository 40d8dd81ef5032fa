// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.exec.bytecode.HiddenClass;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the class of a {@link ScalarBlockKernel}. For {@code v = sin(v)·w + v}, twice, it reads as
 *
 * <pre>{@code
 * public void run(float[] f32, double[] f64, int[] i32, long[] i64) {
 *   method0(f32, f64, i32, i64);
 * }
 *
 * private static void method0(float[] f32, double[] f64, int[] i32, long[] i64) {
 *   float v4 = f32[0]; float v5 = sin_f32(v4);
 *   float v6 = f32[1]; float v7 = v5 * v6;
 *   float v8 = v7 + v4;
 *   …
 *   f32[2] = v11;
 * }
 *
 * private static float sin_f32(float v0) {
 *   …
 * }
 * }</pre>
 */
final class ScalarBlockEmitter {
  /** The interface and name of the hidden class. */
  static final HiddenClass<ScalarBlockKernel> CLASS =
      new HiddenClass<>(ScalarBlockKernel.class, "ScalarBlock");

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_void,
          CD_float.arrayType(),
          CD_double.arrayType(),
          CD_int.arrayType(),
          CD_long.arrayType());
  private static final int PRIVATE_STATIC = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;

  private final ScalarProgram body;
  private final ScalarBlockLayout layout;
  private final ClassDesc self = CLASS.self();

  /** The functions called so far, those that are not written yet. */
  private final Set<ScalarFunction> called = new HashSet<>();

  private final Deque<ScalarFunction> open = new ArrayDeque<>();

  ScalarBlockEmitter(ScalarProgram body, ScalarBlockLayout layout) {
    this.body = body;
    this.layout = layout;
  }

  /** Returns the class file of a range of methods. */
  byte[] emit(int firstMethod, int endMethod) {
    return CLASS.write(builder -> {
      builder.withMethodBody(
          "run",
          RUN,
          ClassFile.ACC_PUBLIC,
          code -> {
            for (int m = firstMethod; m < endMethod; m++) {
              code.aload(1).aload(2).aload(3).aload(4);
              code.invokestatic(self, "method" + m, RUN);
            }
            code.return_();
          });
      for (int m = firstMethod; m < endMethod; m++) {
        int from = layout.methods().get(m);
        int to = layout.methods().get(m + 1);
        builder.withMethodBody(
            "method" + m, RUN, PRIVATE_STATIC, code -> new Method(code).emit(from, to));
      }
      while (!open.isEmpty()) {
        ScalarFunction function = open.pop();
        builder.withMethodBody(
            function.name(),
            function.type(),
            PRIVATE_STATIC,
            code -> new FunctionCode(function, code).emit());
      }
    });
  }

  private static TypeKind kind(DType dtype) {
    return TypeKind.from(Registers.element(dtype));
  }

  /** Writes one method. */
  private final class Method {
    private final CodeBuilder code;
    private final ScalarInstructions instructions;
    private final Map<Integer, Integer> locals = new HashMap<>();
    private int next = Registers.FILES;
    private int present;

    Method(CodeBuilder code) {
      this.code = code;
      this.instructions = new ScalarInstructions(body.steps(), code, this::push);
    }

    void emit(int from, int to) {
      for (present = from; present < to; present++) {
        Step step = body.steps().get(present);
        if (step.instruction().arity() > 0 && !layout.isSecond(present)) {
          compute(step);
          keep(step, present);
        }
      }
      code.return_();
    }

    private void compute(Step step) {
      Optional<ScalarFunction> function = ScalarFunction.of(body.steps(), step);
      if (function.isPresent()) {
        call(step, function.get());
      } else {
        instructions.emit(step);
      }
    }

    private void call(Step step, ScalarFunction alone) {
      for (int operand : step.operands()) {
        push(operand);
      }
      ScalarFunction function = alone;
      int twin = layout.twin(present);
      if (twin >= 0) {
        function = alone.with(body.steps().get(twin).instruction());
        code.aload(Registers.file(step.dtype())).loadConstant(layout.register(twin));
      }
      if (called.add(function)) {
        open.add(function);
      }
      code.invokestatic(self, function.name(), function.type());
    }

    /** Takes the value on the stack into a variable, and into its register if it has one. */
    private void keep(Step step, int number) {
      TypeKind kind = kind(step.dtype());
      locals.put(number, next);
      code.storeLocal(kind, next);
      if (layout.register(number) >= 0) {
        code.aload(Registers.file(step.dtype())).loadConstant(layout.register(number));
        code.loadLocal(kind, next).arrayStore(kind);
      }
      next += kind.slotSize();
    }

    private void push(int number) {
      Step step = body.steps().get(number);
      if (step.instruction() == Instruction.CONSTANT) {
        Operands.literal(code, step.dtype(), step.payload());
        return;
      }
      TypeKind kind = kind(step.dtype());
      Integer local = locals.get(number);
      if (local != null) {
        code.loadLocal(kind, local);
        return;
      }
      code.aload(Registers.file(step.dtype())).loadConstant(layout.register(number));
      code.arrayLoad(kind);
      if (layout.lastUse(number) > present) {
        if (kind.slotSize() == 2) {
          code.dup2();
        } else {
          code.dup();
        }
        locals.put(number, next);
        code.storeLocal(kind, next);
        next += kind.slotSize();
      }
    }
  }
}
