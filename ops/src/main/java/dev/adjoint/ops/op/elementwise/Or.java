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
 * {@code y} is true where {@code a} or {@code b} or both are, bit by bit for integers; no
 * derivative.
 */
public record Or() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).or(x.get(1));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Or.class, Samples.ranks(new Or(), Arg.bool(), Arg.bool()))
        .and(Sample.of(new Or(), Arg.index(DType.I32, 8, 9), Arg.index(DType.I32, 8, 9)))
        .errorInputs(
            new Or(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2)),
            "or: needs bool or integer operands, got f32; cast it")
        .errorInputs(
            new Or(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.I32, 2)),
            "or: operands have different dtypes: bool and i32; convert one of them, as with cast(DType.BOOL)")
        .errorInputs(
            new Or(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "or: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Or(),
            List.of(TensorType.of(DType.F32, 2)),
            "or: takes more inputs than the given [f32[2]]");
  }
}
