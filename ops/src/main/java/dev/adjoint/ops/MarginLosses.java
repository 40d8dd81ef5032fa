// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;

/**
 * Losses that want a margin: between the score of a label and those of others, or between distances
 * of points along the last axis. Distances are Euclidean; where two points are equal, their
 * distance has the derivative 0.
 */
public final class MarginLosses {
  private MarginLosses() {}

  /**
   * Returns the mean over the examples of {@code max(0, 1 + maxⱼ yⱼ − yₗ)}, with the maximum over
   * all classes but the label {@code l}: the label should be ahead by 1 (Crammer and Singer 2001).
   * In Keras the maximum is 0 at least.
   *
   * @param scores {@code […, classes]}, of two classes at least
   * @param labels integers {@code […]} from 0 to {@code classes − 1}
   * @throws ShapeException if there is not one integer label for each row of scores
   */
  public static Expr categoricalHinge(Expr scores, Expr labels) {
    Losses.checkLabels("categoricalHinge", "scores", scores, labels);
    Expr at = labels.cast(DType.I32).expandDims(-1);
    Tensor numbers = Tensor.arange(DType.I32, scores.shape().dim(-1));
    Expr isLabel = Expr.constant(numbers).equal(at);
    Expr others = Expr.where(isLabel, Double.NEGATIVE_INFINITY, scores).max(-1);
    return others.add(1).sub(scores.takeAlongAxis(-1, at).squeeze(-1)).maximum(0).mean();
  }

  /**
   * Returns the mean of {@code max(0, d(anchor, positive) − d(anchor, negative) + margin)}: the
   * point of the same kind should be nearer than that of another kind (Schroff, Kalenichenko and
   * Philbin 2015, <i>FaceNet</i>, with distances in place of their squares, as in PyTorch).
   *
   * @param anchor {@code […, n]}
   * @param positive of the same type
   * @param negative of the same type
   * @throws ShapeException if the types differ, or are those of a scalar
   * @throws IllegalArgumentException if the margin is negative
   */
  public static Expr triplet(Expr anchor, Expr positive, Expr negative, double margin) {
    Preconditions.checkArgument(
        margin >= 0, "triplet: the margin must not be negative: %s", margin);
    Expr near = distance("triplet", anchor, positive);
    return near.sub(distance("triplet", anchor, negative)).add(margin).maximum(0).mean();
  }

  /**
   * Returns the mean of {@code d²} for pairs of the same kind and of {@code max(0, margin − d)²}
   * for others (Hadsell, Chopra and LeCun 2006, <i>Dimensionality Reduction by Learning an
   * Invariant Mapping</i>, equation 4, whose halves are left out).
   *
   * @param a {@code […, n]}
   * @param b of the same type
   * @param same for each pair 1 or true where both are of the same kind and 0 or false elsewhere,
   *     {@code […]}
   * @throws ShapeException if types or shapes do not belong together
   * @throws IllegalArgumentException if the margin is negative
   */
  public static Expr contrastive(Expr a, Expr b, Expr same, double margin) {
    Preconditions.checkArgument(
        margin >= 0, "contrastive: the margin must not be negative: %s", margin);
    Expr d = distance("contrastive", a, b);
    if (!same.shape().equals(d.shape())) {
      throw new ShapeException(
          "contrastive",
          "needs one answer for each pair, %s: %s".formatted(d.shape(), same.type()));
    }
    Expr share = same.cast(a.dtype());
    Expr apart = d.rsub(margin).maximum(0).square();
    return share.mul(d.square()).add(share.rsub(1).mul(apart)).mean();
  }

  private static Expr distance(String loss, Expr a, Expr b) {
    if (!a.type().equals(b.type()) || a.shape().isScalar() || !a.dtype().isFloating()) {
      throw new ShapeException(
          loss, "needs floating points […, n] of one type: %s, %s".formatted(a.type(), b.type()));
    }
    Expr squares = a.sub(b).square().sum(-1);
    Expr isApart = squares.greater(0);
    return Expr.where(isApart, Expr.where(isApart, squares, 1).sqrt(), 0);
  }
}
