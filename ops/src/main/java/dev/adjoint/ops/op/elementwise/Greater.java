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

/** {@code y} is true where {@code a > b}, false if either is NaN; no derivative. */
public record Greater() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(1).less(x.get(0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Greater.class, Samples.ranks(new Greater(), Arg.real(), Arg.real()))
        .and(Sample.of(new Greater(), Arg.index(DType.I64, 3, 9), Arg.index(DType.I64, 3, 9)))
        .errorInputs(
            new Greater(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "greater: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Greater(),
            List.of(TensorType.of(DType.F64, 2), TensorType.of(DType.F32, 2)),
            "greater: less: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new Greater(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.BOOL, 2)),
            "greater: less: needs numbers, got bool; cast it")
        .errorInputs(
            new Greater(),
            List.of(TensorType.of(DType.F32, 2)),
            "greater: takes more inputs than the given [f32[2]]");
  }
}
