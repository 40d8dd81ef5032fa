// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = x·min(max(x + 3, 0), 6)/6}; {@code dx = dy·(2x + 3)/6} where {@code −3 < x < 3}, 0
 * below and at −3, {@code dy} above and at 3. From Howard et al., "Searching for MobileNetV3",
 * 2019.
 */
public record HardSwish() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar inside = HardSigmoid.inside(v).times(v).value();
    Scalar own = v.like(3).lessEqual(v).or(v.equal(v.like(0))); // −0 stays −0
    return v.lessEqual(v.like(-3)).select(v.like(0), own.select(v, inside));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Scalar three = v.like(3);
    Scalar inside = DoubleWord.sum(v.mul(2), three).times(HardSigmoid.sixth(v)).value();
    return v.lessEqual(three.neg()).select(v.like(0), three.lessEqual(v).select(v.like(1), inside));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            HardSwish.class, Samples.ranks(new HardSwish(), Arg.between(-4, 4).except(-3, 3)))
        .errorInputs(
            new HardSwish(),
            List.of(TensorType.of(DType.I32, 2)),
            "hardSwish: needs a floating operand, got i32; cast it");
  }
}
