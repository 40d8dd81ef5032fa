package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;

/** Writes the loop of a body over single elements. */
final class ScalarCode {
  private static final int I = 4;
  private static final int N = 5;
  private static final int FIRST = 6;

  private final LoopBody body;
  private final CodeBuilder code;
  private final Operands arrays;
  private final Locals locals;
  private final ScalarInstructions instructions;

  ScalarCode(LoopSignature loop, CodeBuilder code) {
    this.body = loop.body();
    this.code = code;
    this.arrays = new Operands(body, FIRST);
    this.locals = new Locals(loop, arrays.end(), 2);
    this.instructions = new ScalarInstructions(body.steps(), code, this::push);
  }

  void emit() {
    arrays.unpack(code);
    for (int k = 0; k < body.steps().size(); k++) {
      if (locals.isInvariant(k) && body.steps().get(k).instruction() == Instruction.ARGUMENT) {
        int input = arrays.input((int) body.steps().get(k).payload());
        DType dtype = body.steps().get(k).dtype();
        code.aload(input).iload(input + 1).arrayLoad(Operands.kind(dtype));
        code.storeLocal(kind(dtype), locals.of(k));
      }
    }
    var head = code.newLabel();
    var exit = code.newLabel();
    code.labelBinding(head).iload(I).iload(N).if_icmpge(exit);
    for (int k = 0; k < body.steps().size(); k++) {
      if (!locals.isInvariant(k)) {
        step(body.steps().get(k));
        code.storeLocal(kind(body.steps().get(k).dtype()), locals.of(k));
      }
    }
    for (int r = 0; r < body.results().length(); r++) {
      int output = arrays.output(r);
      code.aload(output).iload(output + 1).iload(I).iadd();
      push(body.results().get(r));
      code.arrayStore(Operands.kind(body.resultType(r)));
    }
    code.iinc(I, 1).goto_(head).labelBinding(exit).return_();
  }

  /** Returns the kind of variable that holds a value. */
  private static TypeKind kind(DType dtype) {
    return Operands.kind(dtype).asLoadable();
  }

  private void push(int step) {
    Step s = body.steps().get(step);
    if (s.instruction() == Instruction.CONSTANT) {
      Operands.literal(code, s.dtype(), s.payload());
    } else {
      code.loadLocal(kind(s.dtype()), locals.of(step));
    }
  }

  private void step(Step step) {
    if (step.instruction() == Instruction.ARGUMENT) {
      int input = arrays.input((int) step.payload());
      code.aload(input).iload(input + 1).iload(I).iadd().arrayLoad(Operands.kind(step.dtype()));
    } else {
      instructions.emit(step);
    }
  }
}
