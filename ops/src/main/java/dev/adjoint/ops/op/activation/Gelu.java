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
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.ErrorTail;
import java.util.List;

/**
 * {@code y = x·Φ(x)} with the distribution function {@code Φ(x) = (1 + erf(x/√2))/2} of the normal
 * distribution (Hendrycks and Gimpel, <i>Gaussian Error Linear Units</i>, 2016); {@code dx =
 * dy·(Φ(x) + x·φ(x))} with its density {@code φ}. Both are off by some 5 ulp, the derivative but
 * for {@code x} near its zero: in double words a value would take four times as long.
 *
 * <p>Below 0, where {@code y} vanishes, {@code Φ} is the tail of the distribution, from {@link
 * ErrorTail}. A training step computes the derivative together with the value, as they share this
 * tail, and keeps one number for each element. An expression would keep one for each of its parts.
 */
public record Gelu() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = requireFloating(x.getFirst());
    Tail tail = Tail.of(v);
    Scalar below = tail.vanishes.select(v.like(-0.0), tail.area.mul(v).mul(tail.down));
    Scalar above = v.mul(tail.area.fma(v.like(-tail.down), v.like(1)));
    return v.less(v.like(0)).select(below, above);
  }

  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.mul(0.5).mul(v.mul(Math.sqrt(0.5)).erf().add(1));
  }

  @Override
  public Scalar slope(List<Scalar> x, int input) {
    Scalar v = x.getFirst();
    Tail tail = Tail.of(v);
    Scalar rest = tail.area.sub(tail.density);
    Scalar below = tail.vanishes.select(v.like(0), rest.mul(tail.down));
    return v.less(v.like(0)).select(below, rest.fma(v.like(-tail.down), v.like(1)));
  }

  /**
   * The tail of the distribution beyond {@code a = |x|}, multiplied by a power of two, so that no
   * digits are lost where it is subnormal.
   *
   * @param vanishes whether all of it rounds to 0
   * @param area {@code Φ(−a)} times the power of two
   * @param density {@code a·φ(a)} times the power of two
   * @param down the inverse of the power of two
   */
  private record Tail(Scalar vanishes, Scalar area, Scalar density, double down) {
    static Tail of(Scalar x) {
      Scalar a = x.abs().min(x.like(40)); // Beyond, all rounds to 0
      // The square is rounded, and a power multiplies the error
      DoubleWord exponent = DoubleWord.product(a, a).scaled(-0.5);
      Scalar power = DoubleWordExponential.lifted(exponent).high();
      Scalar u = a.mul(Math.sqrt(0.5));
      Scalar area = power.mul(ErrorTail.rounded(u)).div(u.fma(x.like(4), x.like(2)));
      Scalar density = a.mul(1 / Math.sqrt(2 * Math.PI)).mul(power);
      double down = Math.scalb(1.0, -DoubleWordExponential.lift(x));
      return new Tail(DoubleWordExponential.vanishes(exponent), area, density, down);
    }
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Gelu.class, Samples.ranks(new Gelu(), Arg.real()))
        .and(Sample.of(new Gelu(), Arg.between(-5, 5, 6)))
        .errorInputs(
            new Gelu(),
            List.of(TensorType.of(DType.I32, 2)),
            "gelu: needs a floating operand, got i32; cast it");
  }
}
