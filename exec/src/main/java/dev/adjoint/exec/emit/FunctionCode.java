// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;

/** Writes the method of a {@link ScalarFunction}. */
final class FunctionCode {
  private final ScalarFunction function;
  private final CodeBuilder code;
  private int next;

  FunctionCode(ScalarFunction function, CodeBuilder code) {
    this.function = function;
    this.code = code;
    this.next = parameter(function.operands().size()) + (function.isPair() ? 2 : 0);
  }

  void emit() {
    emit(function.body());
  }

  private void emit(FunctionBody body) {
    FunctionBody.Branch branch = body.branch();
    if (branch == null) {
      int[] locals = compute(body.body());
      if (function.isPair()) {
        int array = parameter(function.operands().size());
        code.aload(array).iload(array + 1);
        push(body.body(), body.body().results().get(1), locals);
        code.arrayStore(kind(function.dtype()));
      }
      push(body.body(), body.body().results().get(0), locals);
      code.return_(kind(function.dtype()));
    } else {
      push(branch.condition(), branch.condition().results().get(0), compute(branch.condition()));
      var otherwise = code.newLabel();
      code.ifeq(otherwise);
      emit(branch.holds());
      code.labelBinding(otherwise);
      emit(branch.fails());
    }
  }

  /** Returns the local variable of a parameter. */
  private int parameter(int number) {
    int local = 0;
    for (int i = 0; i < number; i++) {
      local += kind(function.operands().get(i)).slotSize();
    }
    return local;
  }

  /** Writes the steps of a body and returns the variable of each. */
  private int[] compute(ScalarProgram body) {
    int[] locals = new int[body.steps().size()];
    ScalarInstructions instructions =
        new ScalarInstructions(body.steps(), code, operand -> push(body, operand, locals));
    for (int k = 0; k < locals.length; k++) {
      Step step = body.steps().get(k);
      if (step.instruction() == Instruction.ARGUMENT) {
        locals[k] = parameter((int) step.payload());
      } else if (step.instruction() != Instruction.CONSTANT) {
        instructions.emit(step);
        locals[k] = next;
        next += kind(step.dtype()).slotSize();
        code.storeLocal(kind(step.dtype()), locals[k]);
      }
    }
    return locals;
  }

  private void push(ScalarProgram body, int step, int[] locals) {
    Step s = body.steps().get(step);
    if (s.instruction() == Instruction.CONSTANT) {
      Operands.literal(code, s.dtype(), s.payload());
    } else {
      code.loadLocal(kind(s.dtype()), locals[step]);
    }
  }

  private static TypeKind kind(DType dtype) {
    return TypeKind.from(Registers.element(dtype));
  }
}
