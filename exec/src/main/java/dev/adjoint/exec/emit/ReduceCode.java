// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the code of a loop for the lanes of its reductions: a method {@code combine} of two lanes
 * for each reduction, and a method {@code reduce} that reduces all lanes to one.
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
    for (int f = 0; f < loop.reductions().size(); f++) {
      LaneReduction reduction = loop.reductions().get(f);
      int number = f;
      builder.withMethodBody(
          "combine" + f, combineType(reduction), flags, code -> combine(code, reduction.combine()));
      builder.withMethodBody(
          "reduce" + f, reductionType(reduction), flags, code -> reduce(code, number, reduction));
    }
  }

  private static MethodTypeDesc combineType(LaneReduction reduction) {
    ClassDesc element = Operands.element(reduction.dtype());
    return MethodTypeDesc.of(element, element, element);
  }

  private static MethodTypeDesc reductionType(LaneReduction reduction) {
    return MethodTypeDesc.of(
        Operands.element(reduction.dtype()), Operands.array(reduction.dtype()));
  }

  private static void combine(CodeBuilder code, ScalarProgram body) {
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
  private static void push(CodeBuilder code, ScalarProgram body, int size, int number) {
    Step step = body.steps().get(number);
    TypeKind kind = ScalarCode.kind(step.dtype());
    switch (step.instruction()) {
      case CONSTANT -> Operands.literal(code, step.dtype(), step.payload());
      case ARGUMENT -> code.loadLocal(kind, (int) step.payload() * size);
      default -> code.loadLocal(kind, 2 * (number + size));
    }
  }

  private void reduce(CodeBuilder code, int number, LaneReduction reduction) {
    DType dtype = reduction.dtype();
    TypeKind kind = ScalarCode.kind(dtype);
    for (int l = 0; l < reduction.lanes(); l++) {
      code.aload(0).loadConstant(l).arrayLoad(Operands.kind(dtype)).storeLocal(kind, lane(l));
    }
    for (int half = reduction.lanes() / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        code.loadLocal(kind, lane(l)).loadLocal(kind, lane(l + half));
        code.invokestatic(self, "combine" + number, combineType(reduction));
        code.storeLocal(kind, lane(l));
      }
    }
    code.loadLocal(kind, lane(0)).return_(kind);
  }

  private static int lane(int number) {
    return 1 + 2 * number;
  }

  /** Keeps the result of a row's reduction in a variable. */
  void keep(CodeBuilder code, int reduction, Operands arrays, int variable) {
    DType dtype = loop.reductions().get(reduction).dtype();
    int output = arrays.output(loop.stored() + reduction);
    code.aload(output).iload(output + 1).arrayLoad(Operands.kind(dtype));
    code.storeLocal(ScalarCode.kind(dtype), variable);
  }

  /** Takes the result of a row's reduction into a kept one, and stores it. */
  void combine(CodeBuilder code, int reduction, Operands arrays, int variable) {
    DType dtype = loop.reductions().get(reduction).dtype();
    int output = arrays.output(loop.stored() + reduction);
    code.aload(output).iload(output + 1).loadLocal(ScalarCode.kind(dtype), variable);
    code.aload(output).iload(output + 1).arrayLoad(Operands.kind(dtype));
    code.invokestatic(self, "combine" + reduction, combineType(loop.reductions().get(reduction)));
    code.arrayStore(Operands.kind(dtype));
  }

  /** Gives all lanes of a reduction the identity. */
  void start(CodeBuilder code, int reduction, Operands arrays) {
    DType dtype = loop.reductions().get(reduction).dtype();
    code.aload(arrays.lanes(reduction));
    Operands.literal(code, dtype, loop.reductions().get(reduction).identity());
    code.invokestatic(
        ARRAYS, "fill", MethodTypeDesc.of(CD_void, Operands.array(dtype), Operands.element(dtype)));
  }

  /** Stores the reduction of a row, all lanes taken into one. */
  void store(CodeBuilder code, int reduction, Operands arrays) {
    int output = arrays.output(loop.stored() + reduction);
    code.aload(output).iload(output + 1).aload(arrays.lanes(reduction));
    code.invokestatic(self, "reduce" + reduction, reductionType(loop.reductions().get(reduction)));
    code.arrayStore(Operands.kind(loop.reductions().get(reduction).dtype()));
  }
}
