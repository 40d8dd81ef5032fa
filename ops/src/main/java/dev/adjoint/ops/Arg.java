// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.random.RandomGenerator;

/** How to draw an input of a {@link Sample}: its shape and its domain. */
public sealed interface Arg {
  /**
   * Returns a tensor of the domain.
   *
   * @param floating the dtype to give real numbers, {@code F32} or {@code F64}
   * @param random where to draw from; the same state gives the same tensor
   */
  Tensor draw(DType floating, RandomGenerator random);

  /** Returns real numbers between {@code low} and {@code high}. */
  static Real between(double low, double high, int... dims) {
    return new Real(Shape.of(dims), low, high, new double[0]);
  }

  /** Returns real numbers between −2 and 2. */
  static Real real(int... dims) {
    return between(-2, 2, dims);
  }

  /** Returns real numbers of which no two lie closer together than 0.05, in random order. */
  static Arg distinct(int... dims) {
    return new Distinct(Shape.of(dims));
  }

  /** Returns integers from 0 to {@code bound − 1}. */
  static Arg index(DType dtype, int bound, int... dims) {
    return new Index(dtype, Shape.of(dims), bound);
  }

  /** Returns truth values. */
  static Arg bool(int... dims) {
    return new Index(DType.BOOL, Shape.of(dims), 2);
  }

  /** Returns always the same tensor. */
  static Arg fixed(Tensor value) {
    return new Fixed(value);
  }

  /**
   * Real numbers of an interval.
   *
   * @param shape the shape
   * @param low the lower end of the interval
   * @param high the upper end
   * @param kinks points where the op is not smooth: numbers closer than 0.05 are not drawn
   */
  record Real(Shape shape, double low, double high, double... kinks) implements Arg {
    private static final double MARGIN = 0.05;

    /** Returns the same domain without the neighbourhoods of points where the op is not smooth. */
    public Real except(double... points) {
      return new Real(shape, low, high, points);
    }

    @Override
    public Tensor draw(DType floating, RandomGenerator random) {
      double[] values = new double[shape.size()];
      for (int i = 0; i < values.length; i++) {
        do {
          values[i] = low + (high - low) * random.nextDouble();
        } while (nearKink(values[i]));
      }
      return Tensor.of(floating, shape, values);
    }

    private boolean nearKink(double value) {
      for (double kink : kinks) {
        if (Math.abs(value - kink) < MARGIN) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Real numbers far enough apart that a small step does not change their order.
   *
   * @param shape the shape
   */
  record Distinct(Shape shape) implements Arg {
    private static final double SPACING = 0.1;

    @Override
    public Tensor draw(DType floating, RandomGenerator random) {
      int n = shape.size();
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        double jitter = (random.nextDouble() - 0.5) * SPACING / 2;
        values[i] = (i - n / 2.0) * SPACING + jitter;
        int j = random.nextInt(i + 1);
        double swapped = values[j];
        values[j] = values[i];
        values[i] = swapped;
      }
      return Tensor.of(floating, shape, values);
    }
  }

  /**
   * Integers or truth values.
   *
   * @param dtype the element type
   * @param shape the shape
   * @param bound one more than the largest
   */
  record Index(DType dtype, Shape shape, int bound) implements Arg {
    @Override
    public Tensor draw(DType floating, RandomGenerator random) {
      double[] values = new double[shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(bound);
      }
      return Tensor.of(dtype, shape, values);
    }
  }

  /**
   * A tensor that is the same every time.
   *
   * @param value the tensor
   */
  record Fixed(Tensor value) implements Arg {
    @Override
    public Tensor draw(DType floating, RandomGenerator random) {
      return value.dtype().isFloating() ? value.cast(floating) : value;
    }
  }
}
