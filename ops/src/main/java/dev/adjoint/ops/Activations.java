// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.activation.Celu;
import dev.adjoint.ops.op.activation.Elu;
import dev.adjoint.ops.op.activation.Gelu;
import dev.adjoint.ops.op.activation.GeluTanh;
import dev.adjoint.ops.op.activation.HardShrink;
import dev.adjoint.ops.op.activation.HardSigmoid;
import dev.adjoint.ops.op.activation.HardSwish;
import dev.adjoint.ops.op.activation.HardTanh;
import dev.adjoint.ops.op.activation.LeakyRelu;
import dev.adjoint.ops.op.activation.LogSigmoid;
import dev.adjoint.ops.op.activation.Mish;
import dev.adjoint.ops.op.activation.Selu;
import dev.adjoint.ops.op.activation.SoftShrink;
import dev.adjoint.ops.op.activation.Softplus;
import dev.adjoint.ops.op.activation.Softsign;
import dev.adjoint.ops.op.activation.Swish;
import dev.adjoint.ops.op.activation.TanhShrink;
import dev.adjoint.ops.op.activation.Threshold;

/**
 * Activations of neural networks, element by element. Those that users of PyTorch expect on a
 * tensor are methods: {@link Expr#relu}, {@link Expr#sigmoid}, {@link Expr#tanh}, {@link
 * Expr#softmax} and {@link Expr#logSoftmax}.
 */
public final class Activations {
  private Activations() {}

  /** Returns {@code x} where it is positive, else {@code slope·x}, element by element. */
  public static Expr leakyRelu(Expr x, double slope) {
    return Expr.apply(new LeakyRelu(slope), x);
  }

  /** Returns {@code x} where it is positive, else {@code α·(eˣ − 1)}, element by element. */
  public static Expr elu(Expr x, double alpha) {
    return Expr.apply(new Elu(alpha), x);
  }

  /**
   * Returns {@code x·Φ(x)} with the distribution function of the normal distribution, element by
   * element.
   */
  public static Expr gelu(Expr x) {
    return Expr.apply(new Gelu(), x);
  }

  /** Returns {@code ln(1 + eˣ)} without overflow, element by element. */
  public static Expr softplus(Expr x) {
    return Expr.apply(new Softplus(), x);
  }

  // ---------------- smooth

  /**
   * Returns {@code x·σ(x)} with the logistic function {@code σ}, also called swish, element by
   * element.
   */
  public static Expr silu(Expr x) {
    return Expr.apply(new Swish(1), x);
  }

  /** Returns {@code x·σ(βx)} with the logistic function {@code σ}, element by element. */
  public static Expr swish(Expr x, double beta) {
    return Expr.apply(new Swish(beta), x);
  }

  /** Returns the approximation of {@link #gelu} by a hyperbolic tangent, element by element. */
  public static Expr geluTanh(Expr x) {
    return Expr.apply(new GeluTanh(), x);
  }

  /** Returns {@code x·σ(1.702x)}, an approximation of {@link #gelu}, element by element. */
  public static Expr quickGelu(Expr x) {
    return swish(x, 1.702);
  }

  /** Returns {@code x·tanh(ln(1 + eˣ))}, element by element. */
  public static Expr mish(Expr x) {
    return Expr.apply(new Mish(), x);
  }

  /** Returns {@code ln σ(x)} with the logistic function {@code σ}, element by element. */
  public static Expr logSigmoid(Expr x) {
    return Expr.apply(new LogSigmoid(), x);
  }

  /** Returns {@code x/(1 + |x|)}, element by element. */
  public static Expr softsign(Expr x) {
    return Expr.apply(new Softsign(), x);
  }

  /** Returns {@code x − tanh x}, element by element. */
  public static Expr tanhShrink(Expr x) {
    return Expr.apply(new TanhShrink(), x);
  }

  /**
   * Returns the scaled exponential linear unit, which keeps means 0 and variances 1, element by
   * element.
   */
  public static Expr selu(Expr x) {
    return Expr.apply(new Selu(), x);
  }

  /** Returns {@code x} where it is positive, else {@code α·(e^(x/α) − 1)}, element by element. */
  public static Expr celu(Expr x, double alpha) {
    return Expr.apply(new Celu(alpha), x);
  }

  // ---------------- with corners and steps

  /** Returns {@code x}: no activation, element by element. */
  public static Expr linear(Expr x) {
    return x;
  }

  /** Returns 1 where {@code x} is positive, else 0, element by element. */
  public static Expr step(Expr x) {
    return x.greater(0).cast(x.dtype());
  }

  /** Returns {@code min(max(x, 0), 6)}, element by element. */
  public static Expr relu6(Expr x) {
    return hardTanh(x, 0, 6);
  }

  /** Returns {@code x} held between −1 and 1, element by element. */
  public static Expr hardTanh(Expr x) {
    return hardTanh(x, -1, 1);
  }

  /**
   * Returns {@code x} held between two bounds, without a derivative at these, element by element.
   */
  public static Expr hardTanh(Expr x, double low, double high) {
    return Expr.apply(new HardTanh(low, high), x);
  }

  /** Returns {@code min(max(x + 3, 0), 6)/6}, element by element. */
  public static Expr hardSigmoid(Expr x) {
    return Expr.apply(new HardSigmoid(), x);
  }

  /** Returns {@code x·min(max(x + 3, 0), 6)/6}, element by element. */
  public static Expr hardSwish(Expr x) {
    return Expr.apply(new HardSwish(), x);
  }

  /**
   * Returns {@code x} moved by {@code λ} towards 0, and 0 where it is nearer than that, element by
   * element.
   */
  public static Expr softShrink(Expr x, double lambda) {
    return Expr.apply(new SoftShrink(lambda), x);
  }

  /** Returns {@code x} where {@code |x| > λ}, else 0, element by element. */
  public static Expr hardShrink(Expr x, double lambda) {
    return Expr.apply(new HardShrink(lambda), x);
  }

  /** Returns {@code x} where it exceeds a threshold, else {@code value}, element by element. */
  public static Expr threshold(Expr x, double threshold, double value) {
    return Expr.apply(new Threshold(threshold, value), x);
  }

  /**
   * Returns {@code x} where it is positive, else {@code slope·x}, element by element.
   *
   * @param slope learned slopes, broadcast to {@code x}
   */
  public static Expr prelu(Expr x, Expr slope) {
    return Expr.where(x.greater(0), x, x.mul(slope));
  }

  /**
   * Returns {@code x} where it is positive, else {@code slope·x} with a slope drawn for each
   * element uniformly between two numbers. From Xu et al., "Empirical Evaluation of Rectified
   * Activations in Convolutional Network", 2015; their test uses {@link #leakyRelu} with the mean
   * of both.
   */
  public static Expr rrelu(Expr x, RandomKey key, double low, double high) {
    return prelu(x, key.uniform(x.type(), low, high));
  }

  // ---------------- along an axis

  /** Returns probabilities proportional to {@code e⁻ˣ} along an axis. */
  public static Expr softmin(Expr x, int axis) {
    return x.neg().softmax(axis);
  }

  /**
   * Returns probabilities proportional to {@code eˣ} along an axis among the elements that a mask
   * allows, 0 for the others. A line of which none is allowed is 0, with derivative 0.
   *
   * @param mask BOOL, broadcast to {@code x}
   */
  public static Expr maskedSoftmax(Expr x, int axis, Expr mask) {
    Expr allowed = mask.broadcastTo(x.shape());
    Expr some = allowed.cast(x.dtype()).maxKeepDims(axis).greater(0).broadcastTo(x.shape());
    Expr lowest = Expr.where(allowed, x, Double.NEGATIVE_INFINITY);
    return Expr.where(allowed, Expr.where(some, lowest, 0).softmax(axis), 0);
  }

  /**
   * Returns the probabilities along an axis that are nearest to {@code x}: {@code max(x − τ, 0)},
   * where {@code τ} makes the sum 1. Small elements have the probability 0 exactly; the others are
   * the support {@code S}. The derivative is {@code dx = dy − (Σ dy over S)/|S|} in {@code S} and 0
   * elsewhere, also at {@code x = τ}. A line with NaN or ∞, or of nothing but −∞, becomes NaN. From
   * Martins and Astudillo, "From Softmax to Sparsemax", 2016.
   */
  public static Expr sparsemax(Expr x, int axis) {
    int normal = x.shape().axis("sparsemax", axis);
    if (x.shape().size() == 0) {
      return x;
    }
    Expr shifted = x.sub(x.maxKeepDims(normal).stopGradient());
    Expr sorted = Sorting.sort(shifted.stopGradient(), normal, true).values();
    Expr places = sorted.onesLike().cumSum(normal);
    Expr inside = sorted.mul(places).add(1).greater(sorted.cumSum(normal));
    // The least of the support, which comes first; −∞ for a line without one
    Expr least = Expr.where(inside, sorted, Double.POSITIVE_INFINITY).minKeepDims(normal);
    Expr support = shifted.greaterEqual(least);
    Expr count = support.cast(x.dtype()).sumKeepDims(normal);
    Expr threshold = Expr.where(support, shifted, 0).sumKeepDims(normal).sub(1).div(count);
    return shifted.sub(Expr.where(count.greater(0), threshold, Double.NaN)).relu();
  }

  /**
   * Returns random probabilities along an axis: the softmax of {@code (x + g)/temperature} with
   * Gumbel noise {@code g}. As the temperature goes to 0, one of them goes to 1; which one it is
   * has the probabilities of the softmax of {@code x}. From Jang, Gu and Poole, "Categorical
   * Reparameterization with Gumbel-Softmax", 2017.
   *
   * @param hard whether to return 1 for the largest and 0 for the others. The derivatives stay
   *     those of the probabilities (straight-through), so they are not those of the value returned
   * @throws IllegalArgumentException if the temperature is not positive
   */
  public static Expr gumbelSoftmax(
      Expr x, RandomKey key, double temperature, boolean hard, int axis) {
    Preconditions.checkArgument(
        temperature > 0, "gumbelSoftmax: the temperature must be positive: %s", temperature);
    int normal = x.shape().axis("gumbelSoftmax", axis);
    Expr soft = x.add(key.gumbel(x.type())).div(temperature).softmax(normal);
    if (!hard) {
      return soft;
    }
    Expr ones = Expr.full(x.type().withDtype(DType.I32), 1);
    Expr places = ones.cumSum(normal, true, false);
    Expr chosen = places.equal(soft.argMax(normal).expandDims(normal)).cast(x.dtype());
    return chosen.add(soft.sub(soft.stopGradient())); // The difference is 0
  }

  /**
   * Returns {@code a·σ(b)}, where {@code a} and {@code b} are the halves of {@code x} along an
   * axis. From Dauphin et al., "Language Modeling with Gated Convolutional Networks", 2017.
   *
   * @throws ShapeException if the extent is odd
   */
  public static Expr glu(Expr x, int axis) {
    return half("glu", x, axis, 0).mul(half("glu", x, axis, 1).sigmoid());
  }

  /**
   * Returns {@code silu(a)·b}, where {@code a} and {@code b} are the halves of {@code x} along an
   * axis. From Shazeer, "GLU Variants Improve Transformer", 2020.
   *
   * @throws ShapeException if the extent is odd
   */
  public static Expr swiglu(Expr x, int axis) {
    return silu(half("swiglu", x, axis, 0)).mul(half("swiglu", x, axis, 1));
  }

  /**
   * Returns the largest of each group of {@code pieces} neighbours along an axis, whose extent it
   * divides. From Goodfellow et al., "Maxout Networks", 2013.
   *
   * @throws ShapeException if the extent is no multiple of {@code pieces}
   */
  public static Expr maxout(Expr x, int axis, int pieces) {
    int normal = x.shape().axis("maxout", axis);
    int extent = x.shape().dim(normal);
    if (pieces < 1 || extent % pieces != 0) {
      throw new ShapeException(
          "maxout",
          "extent %s of %s is no multiple of %s pieces".formatted(extent, x.type(), pieces));
    }
    Shape groups = x.shape().without(ImmutableIntArray.of(normal)).insert(normal, extent / pieces);
    return x.reshape(groups.insert(normal + 1, pieces)).max(normal + 1);
  }

  private static Expr half(String name, Expr x, int axis, int number) {
    int normal = x.shape().axis(name, axis);
    int extent = x.shape().dim(normal);
    if (extent % 2 != 0) {
      throw new ShapeException(
          name, "extent %s of %s is odd, and has no halves".formatted(extent, x.type()));
    }
    return x.slice(normal, number * (extent / 2), (number + 1) * (extent / 2));
  }
}
