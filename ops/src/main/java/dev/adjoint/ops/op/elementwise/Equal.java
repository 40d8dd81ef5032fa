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

/** {@code y} is true where {@code a = b}, false if either is NaN; no derivative. */
public record Equal() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).equal(x.get(1));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Equal.class, Samples.ranks(new Equal(), Arg.real(), Arg.real()))
        .and(
            Sample.of(new Equal(), Arg.index(DType.I64, 3, 9), Arg.index(DType.I64, 3, 9)),
            Sample.of(new Equal(), Arg.bool(9), Arg.bool(9)))
        .errorInputs(
            new Equal(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "equal: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)")
        .errorInputs(
            new Equal(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 2, 1)),
            "equal: shapes differ: [f32[2], f32[2, 1]]; broadcast them to one shape first")
        .errorInputs(
            new Equal(),
            List.of(TensorType.of(DType.F32, 2)),
            "equal: takes more inputs than the given [f32[2]]");
  }
}
