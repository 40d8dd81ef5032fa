package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * Writes the steps of a body over vectors. Numbers are vectors, truth values masks of the floating
 * species.
 */
final class VectorSteps {
  /** The type of masks. */
  static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");

  /** The type of species. */
  static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");

  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
  private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc CONVERSION = OPERATORS.nested("Conversion");

  private final LoopBody body;
  private final ImmutableIntArray apart;
  private final DType lanes;
  private final int bits;
  private final CodeBuilder code;
  private final IntUnaryOperator slots;

  /**
   * Prepares to write steps.
   *
   * @param lanes the floating dtype of the lanes' width
   * @param slots gives the local variable of each step
   */
  VectorSteps(LoopSignature loop, DType lanes, CodeBuilder code, IntUnaryOperator slots) {
    this.body = loop.body();
    this.apart = loop.steps();
    this.lanes = lanes;
    this.bits = loop.bits();
    this.code = code;
    this.slots = slots;
  }

  /** Replaces a species and an element on the stack by the vector of that element. */
  private void broadcast(DType dtype) {
    code.invokestatic(
        type(dtype), "broadcast", MethodTypeDesc.of(type(dtype), SPECIES, Operands.element(dtype)));
  }

  /** Pushes the vector or mask of a literal. */
  void literal(Step step) {
    species(step.dtype() == DType.BOOL ? lanes : step.dtype());
    Operands.literal(code, step.dtype(), step.payload());
    repeat(step.dtype());
  }

  /** Replaces a species and an element on the stack by a vector or mask of that element. */
  void repeat(DType dtype) {
    if (dtype == DType.BOOL) {
      code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, CD_boolean));
    } else {
      broadcast(dtype);
    }
  }

  /** Computes a step that is no argument and no literal, and pushes its value. */
  void compute(Step step) {
    DType from = operandType(step, 0);
    switch (step.instruction()) {
      case ADD, SUB, MUL, DIV, MIN, MAX, FMA, NEG, ABS, SQRT -> arithmetic(step);
      case LESS, LESS_EQUAL, EQUAL -> compare(step, from);
      case AND, OR, XOR, NOT -> logic(step);
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> shift(step);
      case SELECT -> select(step);
      case CAST -> cast(step, from);
      case BITCAST -> bitcast(step, from);
      default -> throw new AssertionError(step);
    }
  }

  private DType operandType(Step step, int number) {
    return body.steps().get(step.operand(number)).dtype();
  }

  private void push(Step step, int number) {
    code.aload(slots.applyAsInt(step.operand(number)));
  }

  private void arithmetic(Step step) {
    ClassDesc type = type(step.dtype());
    ClassDesc[] parameters = new ClassDesc[step.operands().size() - 1];
    boolean turned = isTurned(step);
    for (int i = 0; i < step.operands().size(); i++) {
      push(step, turned && i < 2 ? 1 - i : i);
    }
    Arrays.fill(parameters, VECTOR);
    String name = name(step.instruction());
    code.invokevirtual(type, name, MethodTypeDesc.of(type, parameters));
  }

  /**
   * Returns whether the second operand goes first, which does the same. C2 makes an object of a
   * vector from before the loop whose method is called, in every call of the kernel; and the class
   * of a lane, which goes from one turn of the loop to the next, it only learns from the profile,
   * which is of no use in a process that has run vectors of several widths.
   */
  private boolean isTurned(Step step) {
    return switch (step.instruction()) {
      case ADD, MUL, MIN, MAX, FMA -> isKept(body.steps().get(step.operand(0)));
      default -> false;
    };
  }

  /** Returns whether a step is a literal, a uniform input or the lane of a fold. */
  private boolean isKept(Step step) {
    int input = (int) step.payload();
    return switch (step.instruction()) {
      case CONSTANT -> true;
      case ARGUMENT -> input >= apart.length() || apart.get(input) == 0;
      default -> false;
    };
  }

  private void compare(Step step, DType from) {
    push(step, 0);
    if (from == DType.BOOL) {
      push(step, 1);
      maskWith(name(Instruction.XOR));
      negateMask();
      return;
    }
    String name =
        switch (step.instruction()) {
          case LESS -> "LT";
          case LESS_EQUAL -> "LE";
          default -> "EQ";
        };
    code.getstatic(OPERATORS, name, COMPARISON);
    push(step, 1);
    comparison(from);
  }

  /** Replaces vector, comparison and vector on the stack by a mask of the floating species. */
  private void comparison(DType from) {
    code.invokevirtual(type(from), "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    castMask(from, lanes);
  }

  /** Returns the Vector API's method for an instruction, where it has the same name. */
  private static String name(Instruction instruction) {
    return instruction.name().toLowerCase(Locale.ROOT);
  }

  private void negateMask() {
    code.invokevirtual(MASK, name(Instruction.NOT), MethodTypeDesc.of(MASK));
  }

  private void maskWith(String operation) {
    code.invokevirtual(MASK, operation, MethodTypeDesc.of(MASK, MASK));
  }

  private void castMask(DType from, DType to) {
    if (from != to) {
      species(to);
      code.invokevirtual(MASK, name(Instruction.CAST), MethodTypeDesc.of(MASK, SPECIES));
    }
  }

  private void logic(Step step) {
    push(step, 0);
    if (step.dtype() != DType.BOOL) {
      code.getstatic(OPERATORS, step.instruction().name(), operatorType(step.instruction()));
      push(step, 1);
      lanewise(step.dtype(), VECTOR);
    } else if (step.instruction() == Instruction.NOT) {
      negateMask();
    } else {
      push(step, 1);
      maskWith(name(step.instruction()));
    }
  }

  /** Returns the declared type of an operator's constant. */
  private static ClassDesc operatorType(Instruction instruction) {
    return switch (instruction) {
      case AND, OR, XOR -> OPERATORS.nested("Associative");
      default -> BINARY;
    };
  }

  private void lanewise(DType dtype, ClassDesc second) {
    ClassDesc type = type(dtype);
    code.invokevirtual(type, "lanewise", MethodTypeDesc.of(type, BINARY, second));
  }

  private void shift(Step step) {
    push(step, 0);
    String name =
        switch (step.instruction()) {
          case SHIFT_LEFT -> "LSHL";
          case SHIFT_RIGHT -> "ASHR";
          default -> "LSHR";
        };
    code.getstatic(OPERATORS, name, BINARY);
    Step distance = body.steps().get(step.operand(1));
    if (distance.instruction() == Instruction.CONSTANT) {
      Operands.literal(code, step.dtype(), distance.payload());
      lanewise(step.dtype(), Operands.element(step.dtype()));
    } else {
      push(step, 1);
      lanewise(step.dtype(), VECTOR);
    }
  }

  private void select(Step step) {
    if (step.dtype() == DType.BOOL) {
      // (c ∧ a) ∨ (b ∧ ¬c)
      push(step, 0);
      push(step, 1);
      maskWith(name(Instruction.AND));
      push(step, 2);
      push(step, 0);
      maskWith("andNot");
      maskWith(name(Instruction.OR));
      return;
    }
    push(step, 2);
    push(step, 1);
    push(step, 0);
    castMask(lanes, step.dtype());
    blend(step.dtype());
  }

  /** Replaces two vectors and a mask on the stack by a vector. */
  private void blend(DType dtype) {
    ClassDesc type = type(dtype);
    code.invokevirtual(type, "blend", MethodTypeDesc.of(type, VECTOR, MASK));
  }

  private void cast(Step step, DType from) {
    DType to = step.dtype();
    if (from == DType.BOOL) {
      zero(to);
      species(to);
      Operands.literal(code, to, to.isFloating() ? Double.doubleToRawLongBits(1) : 1);
      broadcast(to);
      push(step, 0);
      castMask(lanes, to);
      blend(to);
    } else if (to == DType.BOOL) {
      push(step, 0);
      code.getstatic(OPERATORS, "NE", COMPARISON);
      zero(from);
      comparison(from);
    } else {
      push(step, 0);
      code.getstatic(OPERATORS, from == DType.F32 ? "F2I" : "I2F", CONVERSION).iconst_0();
      code.invokevirtual(type(from), "convert", MethodTypeDesc.of(VECTOR, CONVERSION, CD_int));
      code.checkcast(type(to));
    }
  }

  private void zero(DType dtype) {
    species(dtype);
    code.invokestatic(type(dtype), "zero", MethodTypeDesc.of(type(dtype), SPECIES));
  }

  private void bitcast(Step step, DType from) {
    DType to = step.dtype();
    if (!from.isFloating()) {
      push(step, 0);
      reinterpret(from, to);
    } else if (step.payload() == LoopBody.RAW) {
      push(step, 0);
      reinterpret(from, to);
    } else {
      // Every NaN reads as the one that Java specifies.
      push(step, 0);
      reinterpret(from, to);
      species(to);
      Operands.literal(
          code,
          to,
          from == DType.F32
              ? Float.floatToIntBits(Float.NaN)
              : Double.doubleToLongBits(Double.NaN));
      broadcast(to);
      push(step, 0);
      code.getstatic(OPERATORS, "NE", COMPARISON);
      push(step, 0);
      code.invokevirtual(type(from), "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
      castMask(from, to);
      blend(to);
    }
  }

  private void reinterpret(DType from, DType to) {
    String name =
        switch (to) {
          case F32 -> "reinterpretAsFloats";
          case F64 -> "reinterpretAsDoubles";
          case I32 -> "reinterpretAsInts";
          default -> "reinterpretAsLongs";
        };
    code.invokevirtual(VECTOR, name, MethodTypeDesc.of(type(to)));
  }

  /** Pushes the species of a dtype. */
  void species(DType dtype) {
    code.getstatic(type(dtype), "SPECIES_" + bits, SPECIES);
  }

  /** Returns the type of vectors of a dtype. */
  static ClassDesc type(DType dtype) {
    return ClassDesc.of(
        switch (dtype) {
          case F32 -> "jdk.incubator.vector.FloatVector";
          case F64 -> "jdk.incubator.vector.DoubleVector";
          case I32 -> "jdk.incubator.vector.IntVector";
          case I64 -> "jdk.incubator.vector.LongVector";
          case BOOL -> throw new AssertionError(dtype);
        });
  }
}
