// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordLogarithm;
import dev.adjoint.exec.math.DoubleWordSine;
import dev.adjoint.exec.math.Polynomial;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.InDouble;
import java.util.List;

/**
 * The logarithm of the absolute value of the gamma function, ∞ at 0 and at negative integers;
 * {@code dx = dy·ψ(x)} with the digamma function, see {@link Polygamma}.
 *
 * <p>Between 1 and 3 it is {@code (x − 1)(x − 2)·p(x − 2)} with a polynomial, from 8 on Stirling's
 * series (Abramowitz and Stegun, <i>Handbook of Mathematical Functions</i>, 1964, 6.1.41), in
 * between by the recurrence, below 0 by the reflection formula. Off by at most 1.5 ulp for {@code x
 * > 0}; for negative {@code x} by 1.5 ulp of the terms of the reflection.
 */
public record Lgamma() implements Elementwise {
  /** {@code p}, in F64. */
  private static final Polynomial NEAR =
      Polynomial.inDouble(
          0x1.b0ee6072093cep-2,
          -0x1.9ae6509ea109ep-4,
          0x1.0e0c9df2935fap-5,
          -0x1.95ce223a9d1dap-7,
          0x1.4797485392d45p-8,
          -0x1.145121f95bce9p-9,
          0x1.dfebcfa04096bp-11,
          -0x1.a96a4038ddb24p-12,
          0x1.7ed7301748583p-13,
          -0x1.5c86af76da6p-14,
          0x1.402f7fe1f82fbp-15,
          -0x1.285110dc9b995p-16,
          0x1.13db580338e19p-17,
          -0x1.0222fa6befc5fp-18,
          0x1.e649837daa7a9p-20,
          -0x1.cb4142c6946dep-21,
          0x1.a8bc2d624f895p-22,
          -0x1.8fe946bf76212p-23,
          0x1.c170038bd9d36p-24,
          -0x1.be0d1a96578e7p-25,
          0x1.7ae2c9598af96p-28,
          -0x1.e34ede96ec5f1p-31,
          0x1.1a36cbe8e8473p-26,
          -0x1.31d85655e73bcp-27,
          -0x1.2dd2c21220514p-28,
          0x1.5127d86444929p-29,
          0x1.b428bdf607d74p-30,
          -0x1.c0f8128e0273ep-31);

  /** {@code B₂ₖ/(2k(2k − 1))}. */
  private static final double[] SERIES = {
    1.0 / 12,
    -1.0 / 360,
    1.0 / 1260,
    -1.0 / 1680,
    1.0 / 1188,
    -691.0 / 360360,
    1.0 / 156,
    -3617.0 / 122400,
    43867.0 / 244188
  };

  @Override
  public Scalar body(List<Scalar> x) {
    return InDouble.of(requireFloating(x.getFirst()), Lgamma::of);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(Expr.apply(new Polygamma(0), x.getFirst())));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Lgamma.class, Samples.ranks(new Lgamma(), Arg.between(0.2, 10)))
        .and(Sample.of(new Lgamma(), Arg.between(-1.9, -1.1, 3)))
        .errorInputs(
            new Lgamma(),
            List.of(TensorType.of(DType.I32, 2)),
            "lgamma: needs a floating operand, got i32; cast it");
  }

  private static Scalar of(Scalar v) {
    Scalar a = v.abs();
    DoubleWord y = positive(a);
    // Γ(−a)·Γ(1 + a) = −π/sin πa
    DoubleWord sine = DoubleWordSine.ofHalfTurns(a);
    DoubleWord size = DoubleWord.select(sine.high().less(v.like(0)), sine.neg(), sine);
    DoubleWord logs = DoubleWordLogarithm.of(size).plus(DoubleWordLogarithm.of(DoubleWord.of(a)));
    DoubleWord pi = DoubleWord.constant(v, 0, 0, 0x1.250d048e7a1bdp0, 0x1.7abf2ad8d5088p-57);
    Scalar mirrored = pi.minus(logs).minus(y).value();
    Scalar infinity = v.like(Double.POSITIVE_INFINITY);
    Scalar below = size.high().equal(v.like(0)).select(infinity, mirrored);
    Scalar tiny =
        a.less(v.like(0x1p-60)).select(a.log().neg(), v.less(v.like(0)).select(below, y.value()));
    Scalar finite = a.equal(infinity).select(infinity, tiny);
    return v.equal(v).select(finite, v);
  }

  private static DoubleWord positive(Scalar a) {
    Scalar one = a.like(1);
    Scalar small = a.less(one);
    Scalar base = small.select(a.add(1), a);
    DoubleWord product = DoubleWord.of(small.select(a, one));
    for (int i = 0; i < 5; i++) {
      Scalar above = a.like(3).lessEqual(base);
      Scalar next = base.sub(1);
      product = DoubleWord.select(above, product.times(next), product);
      base = above.select(next, base);
    }
    Scalar less = small.select(a, base.sub(1));
    DoubleWord two = DoubleWord.sum(less, a.like(-1));
    DoubleWord near = two.times(less).times(NEAR.at(two.value()));
    DoubleWord log = DoubleWordLogarithm.of(product);
    DoubleWord middle = DoubleWord.select(small, near.minus(log), near.plus(log));
    return DoubleWord.select(a.less(a.like(8)), middle, stirling(a));
  }

  private static DoubleWord stirling(Scalar a) {
    Scalar inverse = a.like(1).div(a);
    Scalar square = inverse.mul(inverse);
    Scalar series = a.like(0);
    for (int k = SERIES.length - 1; k >= 0; k--) {
      series = series.mul(square).add(SERIES[k]);
    }
    DoubleWord log = DoubleWordLogarithm.of(DoubleWord.of(a)).plus(DoubleWord.of(a.like(-1)));
    DoubleWord rest =
        DoubleWord.constant(a, 0, 0, 0x1.acfe390c97d69p-2, 0x1.3494bc9001442p-56)
            .plus(DoubleWord.of(series.mul(inverse)));
    DoubleWord main = log.times(DoubleWord.sum(a, a.like(-0.5)));
    DoubleWord sum = main.plus(rest);
    Scalar huge = a.like(1e300).less(a);
    return DoubleWord.select(huge, DoubleWord.of(log.high().mul(a)), sum);
  }
}
