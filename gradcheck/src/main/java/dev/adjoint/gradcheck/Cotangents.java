// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws weights for the outputs of a function: random, of both signs, none near 0, since with a
 * weight of 0 an output is not checked, and with equal ones errors may cancel.
 *
 * <p>Each weight is multiplied by a power of two so that every output answers about equally to a
 * change of the point: a wrong derivative of a small output is not lost beside a large one.
 */
final class Cotangents {
  private static final int LARGEST_EXPONENT = 16;

  private Cotangents() {}

  /**
   * Returns weights for all outputs, one after the other.
   *
   * @param sensitivity how much each output changes with the point
   * @param single whether to draw numbers that F32 holds
   */
  static double[] draw(double[] sensitivity, boolean single, RandomGenerator random) {
    double[] v = new double[sensitivity.length];
    for (int k = 0; k < v.length; k++) {
      double r = single ? 0.5f + random.nextFloat() : 0.5 + random.nextDouble();
      v[k] = Math.scalb(random.nextBoolean() ? r : -r, exponent(sensitivity[k]));
    }
    return v;
  }

  /** Returns weights of about 1, each a number that F32 holds. */
  static double[] plain(int outputs, RandomGenerator random) {
    return draw(new double[outputs], true, random);
  }

  private static int exponent(double sensitivity) {
    return sensitivity > 0 && Double.isFinite(sensitivity)
        ? Math.clamp(-Math.getExponent(sensitivity), -LARGEST_EXPONENT, LARGEST_EXPONENT)
        : 0;
  }

  /**
   * Returns how much each output changes along a random line through the point, in proportion to
   * the length of the way. A change that is small against the output itself counts as larger than
   * it is: its weight would bring the rounding of the output to the fore.
   */
  static double[] sensitivity(Line line, double[] base) {
    double h = 0x1p-10;
    double[] left = line.at(-h).values();
    double[] right = line.at(h).values();
    double[] result = new double[base.length];
    for (int k = 0; k < result.length; k++) {
      double change = Math.max(Math.abs(right[k] - base[k]), Math.abs(base[k] - left[k])) / h;
      result[k] = Math.max(change, 0x1p-20 * Math.abs(base[k]));
    }
    return result;
  }

  /** Returns weights as tensors of the types of the outputs. */
  static List<Tensor> tensors(List<Expr> ys, double[] v) {
    List<Tensor> tensors = new ArrayList<>();
    int at = 0;
    for (Expr y : ys) {
      double[] part = new double[y.shape().size()];
      System.arraycopy(v, at, part, 0, part.length);
      at += part.length;
      tensors.add(Tensor.of(y.dtype(), y.shape(), part));
    }
    return tensors;
  }
}
