// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.activation;

import com.google.common.base.Preconditions;
import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
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
 * {@code y = x} for positive {@code x}, else {@code α·(e^(x/α) − 1)}; {@code dx = dy} or {@code
 * e^(x/α)·dy} accordingly. From Barron, "Continuously Differentiable Exponential Linear Units",
 * 2017. Both are off by at most 1 ulp.
 *
 * @param alpha the limit of {@code −y} for very negative {@code x}, positive
 */
public record Celu(double alpha) implements Elementwise {
  /** Checks that {@code α} is positive. */
  public Celu {
    Preconditions.checkArgument(alpha > 0, "celu: alpha must be positive: %s", alpha);
  }

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    DoubleWord below = DoubleWordExponential.decayMinusOne(least(v)).times(v.like(alpha));
    Scalar y = v.like(0).less(v).select(v, below.valueOrHigh());
    return v.equal(v.like(0)).select(v, y);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.like(0).less(v).select(v, v.div(alpha).expm1().mul(alpha));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    return DoubleWordExponential.decay(least(v)).value();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Celu.class, Samples.ranks(new Celu(1), Arg.real().except(0)))
        .and(Sample.of(new Celu(0.3), Arg.real(5).except(0)))
        .errorInputs(
            new Celu(1),
            List.of(TensorType.of(DType.I32, 2)),
            "celu: needs a floating operand, got i32; cast it");
  }

  /** Returns {@code min(x, 0)/α}. */
  private DoubleWord least(Scalar v) {
    return DoubleWord.of(v.min(v.like(0))).over(DoubleWord.of(v.like(alpha)));
  }
}
