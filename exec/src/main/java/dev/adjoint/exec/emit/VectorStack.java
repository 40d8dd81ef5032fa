// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import java.util.Locale;

/** Writes calls of the Vector API on the vectors and masks that lie on the operand stack. */
final class VectorStack {
  /** The type of masks. */
  static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");

  /** The type of species. */
  static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");

  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
  private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc CONVERSION = OPERATORS.nested("Conversion");

  private final CodeBuilder code;
  private final int bits;

  /** Prepares to write for vectors of a number of bits. */
  VectorStack(CodeBuilder code, int bits) {
    this.code = code;
    this.bits = bits;
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

  /** Returns the method for an instruction, where it has the same name. */
  static String name(Instruction instruction) {
    return instruction.name().toLowerCase(Locale.ROOT);
  }

  /** Pushes the species of a dtype. */
  void species(DType dtype) {
    code.getstatic(type(dtype), "SPECIES_" + bits, SPECIES);
  }

  /** Pushes a vector of zeros. */
  void zero(DType dtype) {
    species(dtype);
    code.invokestatic(type(dtype), "zero", MethodTypeDesc.of(type(dtype), SPECIES));
  }

  /** Replaces a species and an element by the vector or mask of that element. */
  void repeat(DType dtype) {
    if (dtype == DType.BOOL) {
      code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, CD_boolean));
    } else {
      ClassDesc type = type(dtype);
      code.invokestatic(
          type, "broadcast", MethodTypeDesc.of(type, SPECIES, Operands.element(dtype)));
    }
  }

  /** Replaces vectors of one dtype by the result of a method of the first. */
  void call(DType dtype, String method, int vectors) {
    ClassDesc type = type(dtype);
    MethodTypeDesc shape = MethodTypeDesc.of(type, Collections.nCopies(vectors - 1, VECTOR));
    code.invokevirtual(type, method, shape);
  }

  /** Pushes the operator of a bitwise or shifting instruction. */
  void operator(Instruction instruction) {
    switch (instruction) {
      case AND, OR, XOR -> code.getstatic(OPERATORS, instruction.name(), ASSOCIATIVE);
      case SHIFT_LEFT -> code.getstatic(OPERATORS, "LSHL", BINARY);
      case SHIFT_RIGHT -> code.getstatic(OPERATORS, "ASHR", BINARY);
      case SHIFT_RIGHT_UNSIGNED -> code.getstatic(OPERATORS, "LSHR", BINARY);
      default -> throw new AssertionError(instruction);
    }
  }

  /** Replaces vector, operator and vector by a vector. */
  void lanewise(DType dtype) {
    lanewise(dtype, VECTOR);
  }

  /** Replaces vector, operator and one element for all lanes by a vector. */
  void lanewiseElement(DType dtype) {
    lanewise(dtype, Operands.element(dtype));
  }

  private void lanewise(DType dtype, ClassDesc second) {
    ClassDesc type = type(dtype);
    code.invokevirtual(type, "lanewise", MethodTypeDesc.of(type, BINARY, second));
  }

  /** Pushes a comparison by its name in the Vector API. */
  void comparison(String name) {
    code.getstatic(OPERATORS, name, COMPARISON);
  }

  /** Replaces vector, comparison and vector by a mask for vectors of another dtype. */
  void compare(DType from, DType to) {
    code.invokevirtual(type(from), "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    castMask(from, to);
  }

  /** Replaces two masks by the result of a method of the first. */
  void masks(String method) {
    code.invokevirtual(MASK, method, MethodTypeDesc.of(MASK, MASK));
  }

  /** Replaces a mask by its opposite. */
  void negateMask() {
    code.invokevirtual(MASK, name(Instruction.NOT), MethodTypeDesc.of(MASK));
  }

  /** Replaces a mask for vectors of one dtype by that for vectors of another. */
  void castMask(DType from, DType to) {
    if (from != to) {
      species(to);
      code.invokevirtual(MASK, name(Instruction.CAST), MethodTypeDesc.of(MASK, SPECIES));
    }
  }

  /** Replaces two vectors and a mask by a vector, of the second where the mask is set. */
  void blend(DType dtype) {
    ClassDesc type = type(dtype);
    code.invokevirtual(type, "blend", MethodTypeDesc.of(type, VECTOR, MASK));
  }

  /** Replaces a vector of floats by one of integers, or the other way round. */
  void convert(DType from, DType to) {
    code.getstatic(OPERATORS, from == DType.F32 ? "F2I" : "I2F", CONVERSION).iconst_0();
    code.invokevirtual(type(from), "convert", MethodTypeDesc.of(VECTOR, CONVERSION, CD_int));
    code.checkcast(type(to));
  }

  /** Replaces a vector by that of another dtype with the same bits. */
  void reinterpret(DType to) {
    String method =
        switch (to) {
          case F32 -> "reinterpretAsFloats";
          case F64 -> "reinterpretAsDoubles";
          case I32 -> "reinterpretAsInts";
          case I64 -> "reinterpretAsLongs";
          case BOOL -> throw new AssertionError(to);
        };
    code.invokevirtual(VECTOR, method, MethodTypeDesc.of(type(to)));
  }
}
