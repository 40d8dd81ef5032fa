// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.fft.FourierTransform;
import java.util.List;

/**
 * Fast Fourier transforms along any axis, of any length, as NumPy's {@code numpy.fft}. As there is
 * no complex dtype, complex tensors are pairs of real ones: {@link Complex}. So a loss of both
 * parts is an ordinary real function of the real inputs, and has derivatives of any order.
 */
public final class Fft {
  /**
   * A complex tensor.
   *
   * @param re the real parts
   * @param im the imaginary parts, of the same type
   */
  public record Complex(Expr re, Expr im) {
    /**
     * Checks the types.
     *
     * @throws ShapeException if they differ
     */
    public Complex {
      if (!re.type().equals(im.type())) {
        throw new ShapeException(
            "complex", "the parts have different types: %s, %s".formatted(re.type(), im.type()));
      }
    }

    /** Returns real numbers as complex ones. */
    public static Complex of(Expr re) {
      return new Complex(re, re.zerosLike());
    }

    /** Returns both parts multiplied by a number. */
    public Complex mul(double factor) {
      return new Complex(re.mul(factor), im.mul(factor));
    }

    /** Returns the products with other numbers, which are broadcast. */
    public Complex mul(Complex b) {
      return new Complex(re.mul(b.re).sub(im.mul(b.im)), re.mul(b.im).add(im.mul(b.re)));
    }

    /** Returns the numbers with the other sign of their imaginary parts. */
    public Complex conjugate() {
      return new Complex(re, im.neg());
    }

    /** Returns the absolute values, with derivative 0 at 0. */
    public Expr abs() {
      return re.hypot(im);
    }
  }

  /** Which of the two directions has the factor that makes them inverses: NumPy's {@code norm}. */
  public enum Norm {
    /** The inverse has {@code 1/n}: the default. */
    BACKWARD,
    /** Both have {@code 1/√n}, so that lengths of vectors are kept. */
    ORTHO,
    /** The forward transform has {@code 1/n}. */
    FORWARD;

    private Complex scale(Complex y, int n, boolean inverse) {
      boolean isWhole = inverse ? this == BACKWARD : this == FORWARD;
      if (isWhole || this == ORTHO) {
        return y.mul(isWhole ? 1.0 / n : 1 / Math.sqrt(n));
      }
      return y;
    }
  }

  private Fft() {}

  // ---------------- of complex numbers

  /** Returns {@code yₖ = Σⱼ xⱼ·e^(−2πijk/n)} along an axis of length {@code n}. */
  public static Complex fft(Complex x, int axis) {
    return fft(x, axis, Norm.BACKWARD);
  }

  /** Returns the transform along an axis, with a factor. */
  public static Complex fft(Complex x, int axis, Norm norm) {
    return transform("fft", x, axis, norm, false);
  }

  /** Returns {@code xⱼ = 1/n·Σₖ yₖ·e^(2πijk/n)} along an axis of length {@code n}. */
  public static Complex ifft(Complex y, int axis) {
    return ifft(y, axis, Norm.BACKWARD);
  }

  /** Returns the inverse transform along an axis, with a factor. */
  public static Complex ifft(Complex y, int axis, Norm norm) {
    return transform("ifft", y, axis, norm, true);
  }

  /** Returns the transform along the last two axes. */
  public static Complex fft2(Complex x) {
    return fft2(x, Norm.BACKWARD);
  }

  /** Returns the transform along the last two axes, with a factor for each. */
  public static Complex fft2(Complex x, Norm norm) {
    return transform("fft2", transform("fft2", x, -1, norm, false), -2, norm, false);
  }

  /** Returns the inverse transform along the last two axes. */
  public static Complex ifft2(Complex y) {
    return ifft2(y, Norm.BACKWARD);
  }

  /** Returns the inverse transform along the last two axes, with a factor for each. */
  public static Complex ifft2(Complex y, Norm norm) {
    return transform("ifft2", transform("ifft2", y, -2, norm, true), -1, norm, true);
  }

  // ---------------- of real numbers

  /**
   * Returns the first {@code n/2 + 1} elements, rounded down, of the transform of real numbers
   * along an axis of length {@code n}; the others are their conjugates in reverse order.
   */
  public static Complex rfft(Expr x, int axis) {
    return rfft(x, axis, Norm.BACKWARD);
  }

  /** Returns the first half of the transform of real numbers along an axis, with a factor. */
  public static Complex rfft(Expr x, int axis, Norm norm) {
    return half("rfft", x, axis, norm);
  }

  /**
   * Returns the real numbers of which {@link #rfft(Expr, int)} is {@code y}. What is imaginary in
   * the first element, and in the last one if {@code n} is even, is ignored.
   *
   * @param n the length of the result; {@code y} has {@code n/2 + 1} elements, rounded down
   * @throws ShapeException if it has not
   */
  public static Expr irfft(Complex y, int n, int axis) {
    return irfft(y, n, axis, Norm.BACKWARD);
  }

  /** Returns the real numbers of which {@link #rfft(Expr, int, Norm)} is {@code y}. */
  public static Expr irfft(Complex y, int n, int axis, Norm norm) {
    return real("irfft", y, n, axis, norm);
  }

  /** Returns the transform of real numbers along the last two axes, of the last one a half. */
  public static Complex rfft2(Expr x) {
    return rfft2(x, Norm.BACKWARD);
  }

  /** Returns the transform of real numbers along the last two axes, with a factor for each. */
  public static Complex rfft2(Expr x, Norm norm) {
    return transform("rfft2", half("rfft2", x, -1, norm), -2, norm, false);
  }

  /**
   * Returns the real numbers of which {@link #rfft2(Expr)} is {@code y}.
   *
   * @param n the length of the last axis of the result
   */
  public static Expr irfft2(Complex y, int n) {
    return irfft2(y, n, Norm.BACKWARD);
  }

  /** Returns the real numbers of which {@link #rfft2(Expr, Norm)} is {@code y}. */
  public static Expr irfft2(Complex y, int n, Norm norm) {
    return real("irfft2", transform("irfft2", y, -2, norm, true), n, -1, norm);
  }

  private static Complex transform(String name, Complex x, int axis, Norm norm, boolean inverse) {
    int normal = x.re().shape().axis(name, axis);
    List<Expr> y = Expr.applyAll(new FourierTransform(normal, inverse), List.of(x.re(), x.im()));
    return norm.scale(new Complex(y.get(0), y.get(1)), x.re().shape().dim(normal), inverse);
  }

  private static Complex half(String name, Expr x, int axis, Norm norm) {
    int normal = x.shape().axis(name, axis);
    int n = x.shape().dim(normal);
    if (n == 0) {
      throw new ShapeException(name, "no elements along axis %s of %s".formatted(axis, x.type()));
    }
    Complex whole = transform(name, Complex.of(x), normal, norm, false);
    return part(whole, normal, 0, n / 2 + 1);
  }

  private static Expr real(String name, Complex y, int n, int axis, Norm norm) {
    int normal = y.re().shape().axis(name, axis);
    int given = y.re().shape().dim(normal);
    if (n < 1 || given != n / 2 + 1) {
      throw new ShapeException(
          name,
          "%s elements of %s along axis %s are no half of %s; give %s, or another length"
              .formatted(given, y.re().type(), axis, n, Math.max(n, 0) / 2 + 1));
    }
    int pairs = (n - 1) / 2;
    Complex inner = part(y, normal, 1, 1 + pairs);
    Expr first = y.re().slice(normal, 0, 1);
    Expr last = y.re().slice(normal, 1 + pairs, given); // The middle one, if n is even
    Expr re = Expr.concat(normal, first, inner.re(), last, inner.re().flip(normal));
    Expr im =
        Expr.concat(
            normal, first.zerosLike(), inner.im(), last.zerosLike(), inner.im().flip(normal).neg());
    return transform(name, new Complex(re, im), normal, norm, true).re();
  }

  private static Complex part(Complex x, int axis, int from, int to) {
    return new Complex(x.re().slice(axis, from, to), x.im().slice(axis, from, to));
  }
}
