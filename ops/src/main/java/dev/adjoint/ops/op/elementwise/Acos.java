// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordArctangent;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = arccos x}, between 0 and {@code π}, NaN where {@code |x| > 1}; {@code dx = −dy/√(1 −
 * x²)}. Both are off by at most 0.7 ulp.
 */
public record Acos() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    DoubleWord y = DoubleWordArctangent.of(Asin.cosine(v), DoubleWord.of(v.abs()));
    DoubleWord turned = DoubleWordArctangent.halfTurn(v).minus(y);
    return DoubleWord.select(v.less(v.like(0)), turned, y).value();
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return DoubleWord.of(v.like(-1)).over(Asin.cosine(v)).valueOrHigh();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Acos.class, Samples.ranks(new Acos(), Arg.between(-0.9, 0.9)))
        .errorInputs(
            new Acos(),
            List.of(TensorType.of(DType.I32, 2)),
            "acos: needs a floating operand, got i32; cast it");
  }
}
