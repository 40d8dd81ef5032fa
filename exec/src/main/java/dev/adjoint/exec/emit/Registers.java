// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.lang.constant.ClassDesc;

/**
 * The numbers that straight-line code works on: its inputs and results, and the values that one of
 * its methods computes for another. Serves one run at a time.
 *
 * @param f32 F32 values
 * @param f64 F64 values
 * @param i32 I32 values, and BOOL values as 0 and 1
 * @param i64 I64 values
 */
public record Registers(float[] f32, double[] f64, int[] i32, long[] i64) {
  /** How many arrays there are. */
  static final int FILES = 4;

  /** Returns the number of the array for a dtype, also that of the parameter with it. */
  static int file(DType dtype) {
    return switch (dtype) {
      case F32 -> 0;
      case F64 -> 1;
      case I32, BOOL -> 2;
      case I64 -> 3;
    };
  }

  /** Returns the type of a register. */
  static ClassDesc element(DType dtype) {
    return switch (dtype) {
      case F32 -> CD_float;
      case F64 -> CD_double;
      case I32, BOOL -> CD_int;
      case I64 -> CD_long;
    };
  }

  /** Sets a register to the first element of a buffer. */
  public void load(int register, Buffer from) {
    int at = from.offset();
    switch (from.dtype()) {
      case F32 -> f32[register] = from.f32()[at];
      case F64 -> f64[register] = from.f64()[at];
      case I32 -> i32[register] = from.i32()[at];
      case I64 -> i64[register] = from.i64()[at];
      case BOOL -> i32[register] = from.bool()[at] ? 1 : 0;
    }
  }

  /** Sets the first element of a buffer to a register. */
  public void store(int register, Buffer to) {
    int at = to.offset();
    switch (to.dtype()) {
      case F32 -> to.f32()[at] = f32[register];
      case F64 -> to.f64()[at] = f64[register];
      case I32 -> to.i32()[at] = i32[register];
      case I64 -> to.i64()[at] = i64[register];
      case BOOL -> to.bool()[at] = i32[register] != 0;
    }
  }

  /** Sets a register to a literal, given as a step's payload. */
  void set(DType dtype, int register, long payload) {
    switch (dtype) {
      case F32 -> f32[register] = (float) Double.longBitsToDouble(payload);
      case F64 -> f64[register] = Double.longBitsToDouble(payload);
      case I32, BOOL -> i32[register] = (int) payload;
      case I64 -> i64[register] = payload;
    }
  }
}
