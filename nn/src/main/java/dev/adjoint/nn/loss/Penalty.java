// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.Expr;

/**
 * What large numbers cost beside the loss: {@code l1·Σ|x| + l2·Σx²}. The first makes numbers 0
 * (Tibshirani 1996, <i>Regression Shrinkage and Selection via the Lasso</i>), the second makes them
 * small (Hoerl and Kennard 1970, <i>Ridge Regression</i>), both together are the elastic net (Zou
 * and Hastie 2005). Where {@code x} is 0 the derivative of {@code |x|} is 0, so that a 0 stays.
 *
 * @param l1 the price of an absolute value
 * @param l2 the price of a square, whole as in Keras: half of it is PyTorch's {@code weight_decay}
 */
public record Penalty(double l1, double l2) {
  /** Checks the prices. */
  public Penalty {
    Preconditions.checkArgument(
        l1 >= 0 && l2 >= 0 && l1 + l2 > 0 && Double.isFinite(l1 + l2),
        "penalty: prices must not be negative, nor both 0: %s, %s",
        l1,
        l2);
  }

  /** Returns {@code price·Σ|x|}. */
  public static Penalty l1(double price) {
    return new Penalty(price, 0);
  }

  /** Returns {@code price·Σx²}. */
  public static Penalty l2(double price) {
    return new Penalty(0, price);
  }

  /** Returns {@code l1·Σ|x| + l2·Σx²}. */
  public static Penalty elastic(double l1, double l2) {
    return new Penalty(l1, l2);
  }

  /** Returns what an expression costs, a scalar of its dtype. */
  public Expr of(Expr x) {
    if (l1 == 0) {
      return x.square().sum().mul(l2);
    }
    Expr absolute = x.abs().sum().mul(l1);
    return l2 == 0 ? absolute : absolute.add(x.square().sum().mul(l2));
  }
}
