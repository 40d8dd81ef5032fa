// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.Precision;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.OddFunction;
import java.util.List;

/**
 * {@code y = ∛x}, negative for negative {@code x}; {@code dx = dy/(3·y²)}. Both are off by at most
 * 0.51 ulp: a power, and one step of Newton in double words.
 */
public record Cbrt() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Scalar y = root(v).valueOrHigh().mul(scaled(v, v.like(1), -1));
    return OddFunction.of(v, y);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    Scalar y = v.abs().pow(v.like(1.0 / 3));
    return v.less(v.like(0)).select(y.neg(), y);
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    DoubleWord y = root(v);
    Scalar slope = DoubleWord.of(v.like(1)).over(y.times(y).times(v.like(3))).valueOrHigh();
    Scalar infinite = v.equal(v.like(0)).select(v.like(Double.POSITIVE_INFINITY), slope);
    return scaled(v, infinite, 2);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Cbrt.class, Samples.ranks(new Cbrt(), Arg.between(0.2, 3)))
        .and(Sample.of(new Cbrt(), Arg.between(-3, -0.2, 5)))
        .errorInputs(
            new Cbrt(),
            List.of(TensorType.of(DType.I32, 2)),
            "cbrt: needs a floating operand, got i32; cast it");
  }

  /** Returns the root of {@code |v|} times the scale. */
  private static DoubleWord root(Scalar v) {
    Scalar a = scaled(v, v.abs(), 3);
    Scalar y = a.pow(v.like(1.0 / 3));
    DoubleWord square = DoubleWord.product(y, y);
    DoubleWord cube = square.times(y);
    Scalar rest = a.sub(cube.high()).sub(cube.low());
    return new DoubleWord(y, rest.div(square.high().mul(3)));
  }

  /** Returns {@code y·scaleⁿ}, with a scale that keeps the cube and its digits in the format. */
  private static Scalar scaled(Scalar v, Scalar y, int n) {
    Precision p = Precision.of(v);
    int exponent = n * (int) p.choose(24, 54);
    Scalar up = v.abs().less(p.number(0x1p-60, 0x1p-900)).select(y.mul(p.powerOfTwo(exponent)), y);
    return p.number(0x1p60, 0x1p900).less(v.abs()).select(y.mul(p.powerOfTwo(-exponent)), up);
  }
}
