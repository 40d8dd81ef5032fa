// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * The bits of {@code a} shifted left by {@code b}, filled with 0. The distance is taken modulo the
 * width, as in Java; no derivative.
 */
public record ShiftLeft() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).shiftLeft(x.get(1));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            ShiftLeft.class,
            Samples.ranks(new ShiftLeft(), Arg.index(DType.I32, 100), Arg.index(DType.I32, 40)))
        .and(Sample.of(new ShiftLeft(), Arg.index(DType.I64, 100, 9), Arg.index(DType.I64, 70, 9)))
        .errorInputs(
            new ShiftLeft(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2)),
            "shiftLeft: shift_left: needs an integer operand, got f32; cast it")
        .errorInputs(
            new ShiftLeft(),
            List.of(TensorType.of(DType.I32, 2), TensorType.of(DType.I64, 2)),
            "shiftLeft: shift_left: operands have different dtypes: i32 and i64; convert one of"
                + " them, as with cast(DType.I32)");
  }
}
