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

/** {@code y} is true where {@code a ≥ b}, false if either is NaN; no derivative. */
public record GreaterEqual() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(1).lessEqual(x.get(0));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(GreaterEqual.class, Samples.ranks(new GreaterEqual(), Arg.real(), Arg.real()))
        .and(Sample.of(new GreaterEqual(), Arg.index(DType.I64, 3, 9), Arg.index(DType.I64, 3, 9)))
        .errorInputs(
            new GreaterEqual(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "greaterEqual: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new GreaterEqual(),
            List.of(TensorType.of(DType.F64, 2), TensorType.of(DType.F32, 2)),
            "greaterEqual: less_equal: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new GreaterEqual(),
            List.of(TensorType.of(DType.BOOL, 2), TensorType.of(DType.BOOL, 2)),
            "greaterEqual: less_equal: needs numbers, got bool; cast it")
        .errorInputs(
            new GreaterEqual(),
            List.of(TensorType.of(DType.F32, 2)),
            "greaterEqual: takes more inputs than the given [f32[2]]");
  }
}
