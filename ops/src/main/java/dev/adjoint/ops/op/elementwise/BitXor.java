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
 * {@code y} is true where one of {@code a} and {@code b} is true but not both, bit by bit for
 * integers; no derivative.
 */
public record BitXor() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).xor(x.get(1));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(BitXor.class, Samples.ranks(new BitXor(), Arg.bool(), Arg.bool()))
        .and(Sample.of(new BitXor(), Arg.index(DType.I32, 8, 9), Arg.index(DType.I32, 8, 9)))
        .errorInputs(
            new BitXor(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2)),
            "bitXor: xor: needs bool or integer operands, got f32; cast it")
        .errorInputs(
            new BitXor(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.I32, 2)),
            "bitXor: xor: operands have different dtypes: bool and i32; convert one of them, as"
                + " with cast(DType.BOOL)")
        .errorInputs(
            new BitXor(),
            List.of(TensorType.of(DType.F32, 2)),
            "bitXor: takes more inputs than the given [f32[2]]");
  }
}
