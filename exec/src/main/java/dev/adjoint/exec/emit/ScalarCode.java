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
import java.util.Locale;

/** Writes the loop of a body over single elements. */
final class ScalarCode {
  private static final int I = 4;
  private static final int N = 5;
  private static final int FIRST = 6;

  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");
  private static final ClassDesc DOUBLE = ClassDesc.of("java.lang.Double");

  private final LoopBody body;
  private final CodeBuilder code;
  private final Operands arrays;
  private final Locals locals;

  ScalarCode(LoopSignature loop, CodeBuilder code) {
    this.body = loop.body();
    this.code = code;
    this.arrays = new Operands(body, FIRST);
    this.locals = new Locals(loop, arrays.end(), 2);
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
      return;
    }
    DType from = body.steps().get(step.operand(0)).dtype();
    switch (step.instruction()) {
      case SELECT -> {
        push(step.operand(0));
        code.ifThenElse(Opcode.IFNE, _ -> push(step.operand(1)), _ -> push(step.operand(2)));
      }
      case CAST -> {
        push(step.operand(0));
        cast(from, step.dtype());
      }
      case BITCAST -> {
        push(step.operand(0));
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
    step.operands().forEach(this::push);
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
    push(step.operand(1));
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
    boolean raw = step.payload() == LoopBody.RAW;
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
