// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes what a loop does with the lanes of its folds: a method {@code combine} of two lanes for
 * each fold, and a method {@code fold} that takes all lanes into one.
 */
final class ReduceCode {
  private static final ClassDesc ARRAYS = ClassDesc.of("java.util.Arrays");

  private final LoopSignature loop;
  private final ClassDesc self;

  ReduceCode(LoopSignature loop, ClassDesc self) {
    this.loop = loop;
    this.self = self;
  }

  /** Adds the methods to the class. */
  void addMethods(ClassBuilder builder) {
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;
    for (int f = 0; f < loop.folds().size(); f++) {
      LaneReduction fold = loop.folds().get(f);
      int number = f;
      builder.withMethodBody(
          "combine" + f, combineType(fold), flags, code -> combine(code, fold.combine()));
      builder.withMethodBody("fold" + f, foldType(fold), flags, code -> fold(code, number, fold));
    }
  }

  private static MethodTypeDesc combineType(LaneReduction fold) {
    ClassDesc element = Operands.element(fold.dtype());
    return MethodTypeDesc.of(element, element, element);
  }

  private static MethodTypeDesc foldType(LaneReduction fold) {
    return MethodTypeDesc.of(Operands.element(fold.dtype()), Operands.array(fold.dtype()));
  }

  private static void combine(CodeBuilder code, LoopBody body) {
    int size = ScalarCode.kind(body.inputs().getFirst()).slotSize();
    ScalarInstructions instructions =
        new ScalarInstructions(body.steps(), code, step -> push(code, body, size, step));
    for (int k = 0; k < body.steps().size(); k++) {
      Step step = body.steps().get(k);
      if (step.instruction().arity() > 0) {
        instructions.emit(step);
        code.storeLocal(ScalarCode.kind(step.dtype()), 2 * (k + size));
      }
    }
    push(code, body, size, body.results().get(0));
    code.return_(ScalarCode.kind(body.inputs().getFirst()));
  }

  /** Pushes a step's value; parameters take {@code size} variables each, others two. */
  private static void push(CodeBuilder code, LoopBody body, int size, int number) {
    Step step = body.steps().get(number);
    TypeKind kind = ScalarCode.kind(step.dtype());
    switch (step.instruction()) {
      case CONSTANT -> Operands.literal(code, step.dtype(), step.payload());
      case ARGUMENT -> code.loadLocal(kind, (int) step.payload() * size);
      default -> code.loadLocal(kind, 2 * (number + size));
    }
  }

  private void fold(CodeBuilder code, int number, LaneReduction fold) {
    DType dtype = fold.dtype();
    TypeKind kind = ScalarCode.kind(dtype);
    for (int l = 0; l < fold.lanes(); l++) {
      code.aload(0).loadConstant(l).arrayLoad(Operands.kind(dtype)).storeLocal(kind, lane(l));
    }
    for (int half = fold.lanes() / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        code.loadLocal(kind, lane(l)).loadLocal(kind, lane(l + half));
        code.invokestatic(self, "combine" + number, combineType(fold));
        code.storeLocal(kind, lane(l));
      }
    }
    code.loadLocal(kind, lane(0)).return_(kind);
  }

  private static int lane(int number) {
    return 1 + 2 * number;
  }

  /** Keeps the result of a row's fold in a variable. */
  void keep(CodeBuilder code, int fold, Operands arrays, int variable) {
    DType dtype = loop.folds().get(fold).dtype();
    int output = arrays.output(loop.stored() + fold);
    code.aload(output).iload(output + 1).arrayLoad(Operands.kind(dtype));
    code.storeLocal(ScalarCode.kind(dtype), variable);
  }

  /** Takes the result of a row's fold into a kept one, and stores it. */
  void combine(CodeBuilder code, int fold, Operands arrays, int variable) {
    DType dtype = loop.folds().get(fold).dtype();
    int output = arrays.output(loop.stored() + fold);
    code.aload(output).iload(output + 1).loadLocal(ScalarCode.kind(dtype), variable);
    code.aload(output).iload(output + 1).arrayLoad(Operands.kind(dtype));
    code.invokestatic(self, "combine" + fold, combineType(loop.folds().get(fold)));
    code.arrayStore(Operands.kind(dtype));
  }

  /** Gives all lanes of a fold the identity. */
  void start(CodeBuilder code, int fold, Operands arrays) {
    DType dtype = loop.folds().get(fold).dtype();
    code.aload(arrays.lanes(fold));
    Operands.literal(code, dtype, loop.folds().get(fold).identity());
    code.invokestatic(
        ARRAYS, "fill", MethodTypeDesc.of(CD_void, Operands.array(dtype), Operands.element(dtype)));
  }

  /** Stores the fold of a row, all lanes taken into one. */
  void store(CodeBuilder code, int fold, Operands arrays) {
    int output = arrays.output(loop.stored() + fold);
    code.aload(output).iload(output + 1).aload(arrays.lanes(fold));
    code.invokestatic(self, "fold" + fold, foldType(loop.folds().get(fold)));
    code.arrayStore(Operands.kind(loop.folds().get(fold).dtype()));
  }
}
