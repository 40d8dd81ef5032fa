// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.adjoint.graph.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;

/** The arrays of a loop and where in them its elements start, in local variables. */
final class Operands {
  /** The type of the class that holds the arrays. */
  static final ClassDesc TYPE = LoopOperands.class.describeConstable().orElseThrow();

  private static final ClassDesc OBJECTS = CD_Object.arrayType();
  private static final ClassDesc INTS = CD_int.arrayType();

  /** The parameter of the static methods that holds the arrays. */
  private static final int OPERANDS = 0;

  private final LoopSignature loop;
  private final int first;

  /** Lays the variables out from {@code first} on. */
  Operands(LoopSignature loop, int first) {
    this.loop = loop;
    this.first = first;
  }

  /** Returns the first variable after those of the arrays. */
  int end() {
    return lanes(loop.reductions().size());
  }

  /**
   * Fills the variables for a row.
   *
   * @param row the variable that holds the number of the row, or −1 for row 0
   */
  void unpack(CodeBuilder code, int row) {
    for (int i = 0; i < loop.loaded(); i++) {
      unpack(code, "in", i, loop.body().inputs().get(i), input(i), row);
    }
    for (int r = 0; r < loop.body().results().length(); r++) {
      unpack(code, "out", r, loop.body().resultType(r), output(r), row);
    }
    for (int f = 0; f < loop.reductions().size(); f++) {
      code.aload(OPERANDS).getfield(TYPE, "lanes", OBJECTS).loadConstant(f).aaload();
      code.checkcast(array(loop.reductions().get(f).dtype())).astore(lanes(f));
    }
  }

  private static void unpack(
      CodeBuilder code, String name, int number, DType dtype, int to, int row) {
    code.aload(OPERANDS).getfield(TYPE, name, OBJECTS).loadConstant(number).aaload();
    code.checkcast(array(dtype)).astore(to);
    code.aload(OPERANDS).getfield(TYPE, name + "At", INTS).loadConstant(number).iaload();
    if (row >= 0) {
      step(code, name, number);
      code.iload(row).imul().iadd();
    }
    code.istore(to + 1);
  }

  /**
   * Advances the operands that move along a row by some elements.
   *
   * @param push pushes how many
   */
  void skip(CodeBuilder code, Runnable push) {
    for (int i = 0; i < loop.loaded(); i++) {
      if (loop.steps().get(i) > 0) {
        skip(code, "inAt", i, loop.steps().get(i), push);
      }
    }
    for (int r = 0; r < loop.stored(); r++) {
      skip(code, "outAt", r, loop.spread(), push);
    }
  }

  private static void skip(CodeBuilder code, String name, int number, int apart, Runnable push) {
    code.aload(OPERANDS).getfield(TYPE, name, INTS).loadConstant(number).dup2().iaload();
    push.run();
    code.loadConstant(apart).imul().iadd().iastore();
  }

  /** Goes on to the next row. */
  void advance(CodeBuilder code) {
    for (int i = 0; i < loop.loaded(); i++) {
      advance(code, "in", i, input(i));
    }
    for (int r = 0; r < loop.body().results().length(); r++) {
      advance(code, "out", r, output(r));
    }
  }

  private static void advance(CodeBuilder code, String name, int number, int to) {
    code.iload(to + 1);
    step(code, name, number);
    code.iadd().istore(to + 1);
  }

  private static void step(CodeBuilder code, String name, int number) {
    code.aload(OPERANDS).getfield(TYPE, name + "Step", INTS).loadConstant(number).iaload();
  }

  /** Returns the variable of an input's array; the next one holds where its elements start. */
  int input(int number) {
    return first + 2 * number;
  }

  /** Returns the variable of a result's array; the next one holds where its elements start. */
  int output(int number) {
    return first + 2 * (loop.loaded() + number);
  }

  /** Returns the variable of the array of a reduction's lanes. */
  int lanes(int reduction) {
    return first + 2 * (loop.loaded() + loop.body().results().length()) + reduction;
  }

  /** Returns the type of one element. */
  static ClassDesc element(DType dtype) {
    return switch (dtype) {
      case F32 -> CD_float;
      case F64 -> CD_double;
      case I32 -> CD_int;
      case I64 -> CD_long;
      case BOOL -> CD_boolean;
    };
  }

  /** Returns the type of an array. */
  static ClassDesc array(DType dtype) {
    return element(dtype).arrayType();
  }

  /** Returns the kind of an array's elements. */
  static TypeKind kind(DType dtype) {
    return TypeKind.from(element(dtype));
  }

  /** Pushes a literal. */
  static void literal(CodeBuilder code, DType dtype, long payload) {
    switch (dtype) {
      case F32 -> code.loadConstant((float) Double.longBitsToDouble(payload));
      case F64 -> code.loadConstant(Double.longBitsToDouble(payload));
      case I32, BOOL -> code.loadConstant((int) payload);
      case I64 -> code.loadConstant(payload);
    }
  }
}
