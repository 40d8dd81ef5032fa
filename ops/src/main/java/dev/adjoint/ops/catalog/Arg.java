// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The shape and domain from which an input of a {@link Sample} is drawn.
 *
 * <p>A gradient check perturbs single elements and scales all of them. If an op is defined only on
 * matrices of some structure, the drawn input must be unconstrained and {@linkplain #wrap wrapped}
 * in a function that gives it the structure:
 *
 * <pre>{@code
 * Expr eye = Expr.constant(…);
 * Sample.of(new Cholesky(), Arg.real(3, 3).wrap(x -> x.matmul(x.t()).add(eye)));
 * }</pre>
 *
 * <p>If an op takes every matrix and the structure only avoids difficult points, such as singular
 * matrices, {@link #structured} is enough.
 */
public sealed interface Arg {
  /**
   * Returns a tensor of the domain.
   *
   * @param floating the dtype of real numbers, {@code F32} or {@code F64}
   * @param random the source of randomness; the same state gives the same tensor
   */
  Tensor draw(DType floating, RandomGenerator random);

  /**
   * Returns the op's input for a drawn tensor: the tensor itself, unless this is {@linkplain #wrap
   * wrapped}.
   */
  default Expr input(Expr drawn) {
    return drawn;
  }

  /** Returns the argument that is drawn: this, or the one inside the wraps. */
  default Arg domain() {
    return this;
  }

  /**
   * Returns an argument that applies a function to the drawn tensor: the op receives the result,
   * and a check differentiates by the drawn tensor.
   *
   * @param wrapping a function of the drawn tensor, smooth if it is to be differentiated
   */
  default Arg wrap(UnaryOperator<Expr> wrapping) {
    return new Wrapped(this, wrapping);
  }

  /** Returns real numbers between {@code low} and {@code high}. */
  static Real between(double low, double high, int... dims) {
    return new Real(Shape.of(dims), low, high, new double[0]);
  }

  /** Returns real numbers between −2 and 2. */
  static Real real(int... dims) {
    return between(-2, 2, dims);
  }

  /** Returns real numbers at least 0.05 apart, in random order. */
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

  /**
   * Returns matrices of some structure.
   *
   * @param dims the shape; the last two axes are those of the matrices
   * @throws IllegalArgumentException if they are not square
   */
  static Arg structured(Structure structure, int... dims) {
    return new Structured(structure, Shape.of(dims));
  }

  /**
   * Returns integers of which each line along the last axis is a permutation of 0, 1, 2 and so on.
   *
   * @throws IllegalArgumentException if there is no axis
   */
  static Arg permutation(DType dtype, int... dims) {
    return new Permutation(dtype, Shape.of(dims));
  }

  /** Returns a fixed tensor. */
  static Arg fixed(Tensor value) {
    return new Fixed(value);
  }

  /**
   * Real numbers in an interval.
   *
   * @param shape the shape
   * @param low the lower end of the interval
   * @param high the upper end
   * @param kinks points where the op is not smooth; numbers closer than 0.05 to one are not drawn
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
   * A fixed tensor.
   *
   * @param value the tensor
   */
  record Fixed(Tensor value) implements Arg {
    @Override
    public Tensor draw(DType floating, RandomGenerator random) {
      return value.dtype().isFloating() ? value.cast(floating) : value;
    }
  }

  /**
   * Square matrices of some structure.
   *
   * @param structure their structure
   * @param shape the shape; the last two axes are those of the matrices
   */
  record Structured(Structure structure, Shape shape) implements Arg {
    /** Checks that the matrices are square. */
    public Structured {
      Preconditions.checkArgument(
          shape.rank() >= 2 && shape.dim(-1) == shape.dim(-2), "no square matrices: %s", shape);
    }

    @Override
    public Tensor draw(DType floating, RandomGenerator random) {
      int rows = shape.dim(-1);
      double[] values = new double[shape.size()];
      for (int at = 0; at < values.length; at += rows * rows) {
        structure.fill(values, at, rows, random);
      }
      return Tensor.of(floating, shape, values);
    }
  }

  /**
   * Integers of which each line along the last axis is a permutation.
   *
   * @param dtype the element type
   * @param shape the shape
   */
  record Permutation(DType dtype, Shape shape) implements Arg {
    /** Checks that there is an axis. */
    public Permutation {
      Preconditions.checkArgument(shape.rank() > 0, "a number is no permutation");
    }

    @Override
    public Tensor draw(DType floating, RandomGenerator random) {
      int length = shape.dim(-1);
      double[] values = new double[shape.size()];
      for (int i = 0; i < values.length; i++) {
        // Appended and swapped with any number so far (Knuth, algorithm P).
        int start = i - i % length;
        int j = start + random.nextInt(i - start + 1);
        values[i] = values[j];
        values[j] = i - start;
      }
      return Tensor.of(dtype, shape, values);
    }
  }

  /**
   * A function of a drawn argument.
   *
   * @param arg the drawn argument
   * @param wrapping the function
   */
  record Wrapped(Arg arg, UnaryOperator<Expr> wrapping) implements Arg {
    @Override
    public Tensor draw(DType floating, RandomGenerator random) {
      return arg.draw(floating, random);
    }

    @Override
    public Expr input(Expr drawn) {
      return wrapping.apply(arg.input(drawn));
    }

    @Override
    public Arg domain() {
      return arg.domain();
    }
  }
}
