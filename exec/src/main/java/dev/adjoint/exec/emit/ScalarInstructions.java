// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/** Writes instructions on single numbers, which take their operands from the stack. */
final class ScalarInstructions {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");
  private static final ClassDesc DOUBLE = ClassDesc.of("java.lang.Double");

  private final List<Step> steps;
  private final CodeBuilder code;
  private final IntConsumer push;

  /**
   * Prepares to write steps.
   *
   * @param steps all steps, lowered
   * @param push writes the code that pushes the value of the step with a given number
   */
  ScalarInstructions(List<Step> steps, CodeBuilder code, IntConsumer push) {
    this.steps = steps;
    this.code = code;
    this.push = push;
  }

  private static TypeKind kind(DType dtype) {
    return Operands.kind(dtype).asLoadable();
  }

  /** Writes the code that pushes the value of a step that is neither an argument nor a literal. */
  void emit(Step step) {
    DType from = steps.get(step.operand(0)).dtype();
    switch (step.instruction()) {
      case SELECT -> {
        push.accept(step.operand(0));
        code.ifThenElse(
            Opcode.IFNE, _ -> push.accept(step.operand(1)), _ -> push.accept(step.operand(2)));
      }
      case CAST -> {
        push.accept(step.operand(0));
        cast(from, step.dtype());
      }
      case BITCAST -> {
        push.accept(step.operand(0));
        bitcast(from, step);
      }
      default -> {
        if (step.instruction() == Instruction.LESS
            || step.instruction() == Instruction.LESS_EQUAL
            || step.instruction() == Instruction.EQUAL) {
          compare(step, from);
        } else if (from.isFloating()) {
          floating(step, from);
        } else {
          integer(step);
        }
      }
    }
  }

  private void pushAll(Step step) {
    step.operands().forEach(push::accept);
  }

  private void floating(Step step, DType dtype) {
    boolean single = dtype == DType.F32;
    switch (step.instruction()) {
      case ADD -> operate(step, single ? Opcode.FADD : Opcode.DADD);
      case SUB -> operate(step, single ? Opcode.FSUB : Opcode.DSUB);
      case MUL -> operate(step, single ? Opcode.FMUL : Opcode.DMUL);
      case DIV -> operate(step, single ? Opcode.FDIV : Opcode.DDIV);
      case NEG -> operate(step, single ? Opcode.FNEG : Opcode.DNEG);
      case MIN, MAX, FMA, ABS -> {
        pushAll(step);
        call(step, Operands.element(dtype));
      }
      case SQRT -> squareRoot(step, single);
      default -> throw new AssertionError(step);
    }
  }

  /** The root of a float in double precision, rounded, is the nearest float. */
  private void squareRoot(Step step, boolean single) {
    pushAll(step);
    if (single) {
      code.f2d();
    }
    call(step, CD_double);
    if (single) {
      code.d2f();
    }
  }

  private void operate(Step step, Opcode opcode) {
    pushAll(step);
    code.with(OperatorInstruction.of(opcode));
  }

  private void call(Step step, ClassDesc type) {
    ClassDesc[] parameters = new ClassDesc[step.operands().size()];
    Arrays.fill(parameters, type);
    String name = step.instruction().name().toLowerCase(Locale.ROOT);
    code.invokestatic(MATH, name, MethodTypeDesc.of(type, parameters));
  }

  private void integer(Step step) {
    boolean wide = step.dtype() == DType.I64;
    switch (step.instruction()) {
      case ADD -> operate(step, wide ? Opcode.LADD : Opcode.IADD);
      case SUB -> operate(step, wide ? Opcode.LSUB : Opcode.ISUB);
      case MUL -> operate(step, wide ? Opcode.LMUL : Opcode.IMUL);
      case NEG -> operate(step, wide ? Opcode.LNEG : Opcode.INEG);
      case AND -> operate(step, wide ? Opcode.LAND : Opcode.IAND);
      case OR -> operate(step, wide ? Opcode.LOR : Opcode.IOR);
      case XOR -> operate(step, wide ? Opcode.LXOR : Opcode.IXOR);
      case NOT -> {
        pushAll(step);
        code.iconst_1().ixor();
      }
      case DIV -> divide(step, wide);
      case SHIFT_LEFT -> shift(step, wide ? Opcode.LSHL : Opcode.ISHL);
      case SHIFT_RIGHT -> shift(step, wide ? Opcode.LSHR : Opcode.ISHR);
      case SHIFT_RIGHT_UNSIGNED -> shift(step, wide ? Opcode.LUSHR : Opcode.IUSHR);
      case MIN, MAX, ABS -> {
        pushAll(step);
        call(step, wide ? CD_long : CD_int);
      }
      default -> throw new AssertionError(step);
    }
  }

  /** A division by zero gives 0. */
  private void divide(Step step, boolean wide) {
    push.accept(step.operand(1));
    if (wide) {
      code.lconst_0().lcmp();
    }
    code.ifThenElse(
        Opcode.IFNE,
        _ -> operate(step, wide ? Opcode.LDIV : Opcode.IDIV),
        then -> Operands.literal(then, step.dtype(), 0));
  }

  private void shift(Step step, Opcode opcode) {
    pushAll(step);
    if (step.dtype() == DType.I64) {
      code.l2i();
    }
    code.with(OperatorInstruction.of(opcode));
  }

  /** Pushes 1 if the comparison holds and 0 otherwise, as always for a NaN. */
  private void compare(Step step, DType from) {
    pushAll(step);
    boolean equal = step.instruction() == Instruction.EQUAL;
    switch (from) {
      case F32 -> with(equal ? Opcode.FCMPL : Opcode.FCMPG);
      case F64 -> with(equal ? Opcode.DCMPL : Opcode.DCMPG);
      case I64 -> code.lcmp();
      case I32 -> {
        truth(
            switch (step.instruction()) {
              case LESS -> Opcode.IF_ICMPLT;
              case LESS_EQUAL -> Opcode.IF_ICMPLE;
              default -> Opcode.IF_ICMPEQ;
            });
        return;
      }
      case BOOL -> {
        code.ixor().iconst_1().ixor();
        return;
      }
    }
    truth(
        switch (step.instruction()) {
          case LESS -> Opcode.IFLT;
          case LESS_EQUAL -> Opcode.IFLE;
          default -> Opcode.IFEQ;
        });
  }

  private void with(Opcode opcode) {
    code.with(OperatorInstruction.of(opcode));
  }

  private void truth(Opcode opcode) {
    code.ifThenElse(opcode, CodeBuilder::iconst_1, CodeBuilder::iconst_0);
  }

  private void cast(DType from, DType to) {
    if (to == DType.BOOL) {
      switch (from) {
        case F32 -> code.fconst_0().fcmpl();
        case F64 -> code.dconst_0().dcmpl();
        case I64 -> code.lconst_0().lcmp();
        case I32, BOOL -> {}
      }
      truth(Opcode.IFNE);
    } else {
      code.conversion(kind(from), kind(to));
    }
  }

  private void bitcast(DType from, Step step) {
    boolean raw = step.payload() == Lowering.RAW;
    DType to = step.dtype();
    MethodTypeDesc type = MethodTypeDesc.of(Operands.element(to), Operands.element(from));
    switch (from) {
      case F32 -> code.invokestatic(FLOAT, raw ? "floatToRawIntBits" : "floatToIntBits", type);
      case F64 -> code.invokestatic(DOUBLE, raw ? "doubleToRawLongBits" : "doubleToLongBits", type);
      case I32 -> code.invokestatic(FLOAT, "intBitsToFloat", type);
      case I64 -> code.invokestatic(DOUBLE, "longBitsToDouble", type);
      case BOOL -> throw new AssertionError(step);
    }
  }
}
