// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;

/**
 * Writes the loop of a body over single elements, and over the remainder of a row after vectors.
 */
final class ScalarCode {
  // The parameters and variables of the method.
  private static final int ROW = 1;
  private static final int END = 2;
  private static final int FROM = 3;
  private static final int N = 4;
  private static final int I = 5;
  private static final int FIRST = 6;

  private final LoopSignature loop;
  private final ScalarProgram body;
  private final CodeBuilder code;
  private final Operands arrays;
  private final Locals locals;
  private final ScalarInstructions instructions;
  private final ReduceCode reductions;

  ScalarCode(LoopSignature loop, CodeBuilder code, ClassDesc self) {
    this.loop = loop;
    this.body = loop.body();
    this.code = code;
    this.arrays = new Operands(loop, FIRST);
    this.locals = new Locals(loop, arrays.end(), 2);
    this.instructions = new ScalarInstructions(body.steps(), code, this::push);
    this.reductions = new ReduceCode(loop, self);
  }

  void emit() {
    arrays.unpack(code, ROW);
    var head = code.newLabel();
    var exit = code.newLabel();
    code.labelBinding(head).iload(ROW).iload(END).if_icmpge(exit);
    for (int k = 0; k < body.steps().size(); k++) {
      Step step = body.steps().get(k);
      if (locals.isInvariant(k) && step.instruction() == Instruction.ARGUMENT) {
        int input = arrays.input((int) step.payload());
        code.aload(input).iload(input + 1).arrayLoad(Operands.kind(step.dtype()));
        code.storeLocal(kind(step.dtype()), locals.of(k));
      }
    }
    startLanes();
    row();
    for (int f = 0; f < loop.reductions().size(); f++) {
      reductions.store(code, f, arrays);
    }
    arrays.advance(code);
    code.iinc(ROW, 1).goto_(head).labelBinding(exit).return_();
  }

  /** Gives all lanes the identity at the beginning of a row; later, they go on as they are. */
  private void startLanes() {
    if (!loop.reductions().isEmpty()) {
      var ready = code.newLabel();
      code.iload(FROM).ifne(ready);
      for (int f = 0; f < loop.reductions().size(); f++) {
        reductions.start(code, f, arrays);
      }
      code.labelBinding(ready);
    }
  }

  private void row() {
    var head = code.newLabel();
    var exit = code.newLabel();
    code.iload(FROM).istore(I);
    code.labelBinding(head).iload(I).iload(N).if_icmpge(exit);
    for (int k = 0; k < body.steps().size(); k++) {
      if (!locals.isInvariant(k)) {
        Step step = body.steps().get(k);
        if (step.instruction() == Instruction.ARGUMENT) {
          load(k, step);
        } else {
          instructions.emit(step);
        }
        code.storeLocal(kind(step.dtype()), locals.of(k));
      }
    }
    for (int r = 0; r < body.results().length(); r++) {
      store(r);
    }
    code.iinc(I, 1).goto_(head).labelBinding(exit);
  }

  /** Returns the kind of variable that holds a value. */
  static TypeKind kind(DType dtype) {
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

  private void load(int k, Step step) {
    int reduction = locals.reduce(k);
    if (reduction >= 0) {
      lane(reduction);
    } else {
      int input = arrays.input((int) step.payload());
      pushIndex(input, loop.steps().get((int) step.payload()));
    }
    code.arrayLoad(Operands.kind(step.dtype()));
  }

  private void store(int result) {
    DType dtype = body.resultType(result);
    if (result < loop.stored()) {
      pushIndex(arrays.output(result), loop.spread());
    } else {
      lane(result - loop.stored());
    }
    push(body.results().get(result));
    code.arrayStore(Operands.kind(dtype));
  }

  /** Pushes an array and the index of the present element, neighbours being {@code step} apart. */
  private void pushIndex(int array, int step) {
    code.aload(array).iload(array + 1).iload(I);
    if (step > 1) {
      code.loadConstant(step).imul();
    }
    code.iadd();
  }

  /** Pushes the array of lanes and the number of the lane of the present element. */
  private void lane(int reduction) {
    code.aload(arrays.lanes(reduction)).iload(I);
    code.loadConstant(loop.reductions().get(reduction).lanes() - 1).iand();
  }
}
