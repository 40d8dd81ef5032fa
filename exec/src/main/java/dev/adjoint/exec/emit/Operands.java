package dev.adjoint.exec.emit;

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
  // The first parameters of the static methods, by local variable.
  private static final int IN = 0;
  private static final int IN_AT = 1;
  private static final int OUT = 2;
  private static final int OUT_AT = 3;

  private final LoopBody body;
  private final int first;

  /** Lays the variables out from {@code first} on. */
  Operands(LoopBody body, int first) {
    this.body = body;
    this.first = first;
  }

  /** Returns the first variable after those of the arrays. */
  int end() {
    return first + 2 * (body.inputs().size() + body.results().length());
  }

  /** Fills the variables. */
  void unpack(CodeBuilder code) {
    for (int i = 0; i < body.inputs().size(); i++) {
      unpack(code, IN, i, body.inputs().get(i), input(i));
    }
    for (int i = 0; i < body.results().length(); i++) {
      unpack(code, OUT, i, body.resultType(i), output(i));
    }
  }

  private static void unpack(CodeBuilder code, int from, int number, DType dtype, int to) {
    code.aload(from).loadConstant(number).aaload().checkcast(array(dtype)).astore(to);
    int at = from == IN ? IN_AT : OUT_AT;
    code.aload(at).loadConstant(number).iaload().istore(to + 1);
  }

  /** Returns the variable of an input's array; the next one holds where its elements start. */
  int input(int number) {
    return first + 2 * number;
  }

  /** Returns the variable of a result's array; the next one holds where its elements start. */
  int output(int number) {
    return first + 2 * (body.inputs().size() + number);
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
