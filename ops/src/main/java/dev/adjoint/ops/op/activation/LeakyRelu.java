// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = x} for positive {@code x}, else {@code slope·x}; {@code dx = dy} or {@code slope·dy}
 * accordingly, at {@code x = 0} the latter.
 *
 * @param slope the slope for negative {@code x}
 */
public record LeakyRelu(double slope) implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    return v.like(0).less(v).select(v, v.mul(slope));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.where(x.getFirst().greater(0), dy, dy.mul(slope)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(LeakyRelu.class, Samples.ranks(new LeakyRelu(0.01), Arg.real().except(0)))
        .and(Sample.of(new LeakyRelu(-0.5), Arg.real(5).except(0)))
        .errorInputs(
            new LeakyRelu(0.01),
            List.of(TensorType.of(DType.I32, 2)),
            "leakyRelu: needs a floating operand, got i32; cast it");
  }
}
