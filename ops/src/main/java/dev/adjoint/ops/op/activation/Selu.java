// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Samples;
import java.util.List;

/**
 * {@code y = λ·x} for positive {@code x}, else {@code λ·α·(eˣ − 1)} with the {@code λ} and {@code
 * α} that keep means 0 and variances 1; {@code dx = λ·dy} or {@code λ·α·eˣ·dy} accordingly, at
 * {@code x = 0} the latter. From Klambauer et al., "Self-Normalizing Neural Networks", 2017. Both
 * are off by at most 0.8 ulp.
 */
public record Selu() implements Elementwise {
  private static final double SCALE = 1.0507009873554804934193349852946;
  private static final double ALPHA = 1.6732632423543772848170429916717;

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    DoubleWord least = DoubleWord.of(v.min(v.like(0)));
    DoubleWord below =
        DoubleWordExponential.decayMinusOne(least).times(DoubleWord.constant(v, SCALE * ALPHA));
    DoubleWord above = DoubleWord.constant(v, SCALE).times(v);
    Scalar y = DoubleWord.select(v.like(0).less(v), above, below).valueOrHigh();
    return v.equal(v.like(0)).select(v, y);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.like(0).less(v).select(v.mul(SCALE), v.expm1().mul(SCALE * ALPHA));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord least = DoubleWord.of(v.min(v.like(0)));
    DoubleWord lifted =
        DoubleWordExponential.lifted(least).times(DoubleWord.constant(v, SCALE * ALPHA));
    Scalar below = lifted.value().mul(Math.scalb(1.0, -DoubleWordExponential.lift(v)));
    return v.like(0).less(v).select(v.like(SCALE), below);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Selu.class, Samples.ranks(new Selu(), Arg.real().except(0)))
        .errorInputs(
            new Selu(),
            List.of(TensorType.of(DType.I32, 2)),
            "selu: needs a floating operand, got i32; cast it");
  }
}
