// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The cross-entropy of logits and labels, {@link Losses#softmaxCrossEntropy}. With weights of the
 * classes it is the mean in which each example has the weight of its label, as in PyTorch: {@code Σ
 * w[l]·cost/Σ w[l]}, and of the share of a smoothed label that all classes have, each counts with
 * its own weight. Ignored labels have the weight 0; the mean over nothing is NaN.
 *
 * @param smoothing how much of a label is shared by all classes
 * @param weights the weight of each class, or none if all are 1
 * @param ignored the label that says that an example does not count, such as −100
 */
public record CrossEntropyLoss(double smoothing, ImmutableDoubleArray weights, OptionalInt ignored)
    implements Loss {
  private static final String NAME = "softmaxCrossEntropy";

  /** Checks the numbers. */
  public CrossEntropyLoss {
    Preconditions.checkArgument(
        smoothing >= 0 && smoothing <= 1,
        NAME + ": the smoothing must lie in [0, 1]: %s",
        smoothing);
    Preconditions.checkArgument(
        weights.stream().allMatch(w -> w >= 0 && Double.isFinite(w)),
        NAME + ": weights of classes must not be negative: %s",
        weights);
  }

  /** Returns this with a weight for each class. */
  public CrossEntropyLoss classWeights(double... newWeights) {
    return new CrossEntropyLoss(smoothing, ImmutableDoubleArray.copyOf(newWeights), ignored);
  }

  /** Returns this without the examples that have a certain label. */
  public CrossEntropyLoss ignoring(int label) {
    return new CrossEntropyLoss(smoothing, weights, OptionalInt.of(label));
  }

  @Override
  public Expr apply(Expr prediction, Expr target) {
    // Checks the shapes, also where it is not the loss itself.
    Expr plain =
        smoothing == 0
            ? Losses.softmaxCrossEntropy(prediction, target)
            : Losses.softmaxCrossEntropy(prediction, target, smoothing);
    checkClasses(prediction);
    if (weights.isEmpty() && ignored.isEmpty()) {
      return plain;
    }
    Weighted terms = weighted(prediction, target);
    Expr costs = terms.costs.sum();
    if (smoothing > 0) {
      costs = costs.mul(1 - smoothing).sub(terms.shared.sum().mul(terms.smoothing));
    }
    return costs.div(terms.weight.sum());
  }

  @Override
  public RowLosses rows(Expr prediction, Expr target) {
    Losses.softmaxCrossEntropy(prediction, target);
    checkClasses(prediction);
    Weighted terms = weighted(prediction, target);
    Expr costs =
        smoothing == 0
            ? terms.costs
            : terms.costs.mul(1 - smoothing).sub(terms.shared.mul(terms.smoothing));
    return new RowLosses(RowLosses.overRows(costs), RowLosses.overRows(terms.weight));
  }

  private void checkClasses(Expr prediction) {
    int classes = prediction.shape().dim(-1);
    if (classes == 1) {
      throw oneOutput(prediction);
    }
    if (!weights.isEmpty() && weights.length() != classes) {
      throw new ShapeException(
          NAME,
          "there are %s weights of classes for the prediction %s; give one for each output"
              .formatted(weights.length(), prediction.type()));
    }
  }

  /**
   * What examples cost with the weights of their classes.
   *
   * @param costs the cost of each label, with its weight
   * @param shared the logarithms of all classes of each example, with their weights
   * @param weight the weight of each label
   * @param smoothing the part of the label that each class has
   */
  private record Weighted(Expr costs, Expr shared, Expr weight, double smoothing) {}

  private Weighted weighted(Expr logits, Expr labels) {
    DType dtype = logits.dtype();
    int classes = logits.shape().dim(-1);
    double[] all = new double[classes];
    Arrays.fill(all, 1);
    Expr ofClass =
        Expr.constant(
            Tensor.of(dtype, Shape.of(classes), weights.isEmpty() ? all : weights.toArray()));
    Expr counts = labels.notEqual(ignored.orElse(Integer.MIN_VALUE));
    // An ignored label may be no class: another stands in its place, with the weight 0.
    Expr safe = Expr.where(counts, labels, 0).cast(DType.I32);
    Expr weight = ofClass.gather(0, safe).mul(counts.cast(dtype));
    return new Weighted(
        Losses.softmaxCrossEntropyPerLine(logits, -1, safe).mul(weight),
        logits.logSoftmax(-1).mul(ofClass).sum(-1).mul(counts.cast(dtype)),
        weight,
        smoothing / classes);
  }

  @Override
  public void check(Tensor targets, Shape prediction) {
    int classes = prediction.dim(-1);
    for (int i = 0; i < targets.size(); i++) {
      long label = targets.buffer().getLong(i);
      boolean isIgnored = ignored.isPresent() && label == ignored.getAsInt();
      if (!isIgnored && (label < 0 || label >= classes)) {
        throw new IllegalArgumentException(
            "%s: label %s of row %s is out of range: the model has %s outputs, for labels 0 to %s; %s"
                .formatted(
                    NAME,
                    label,
                    Targets.row(targets, i),
                    classes,
                    classes - 1,
                    label < 0 ? "number the classes from 0" : "give it an output for every class"));
      }
    }
  }

  @Override
  public Expr classes(Expr prediction) {
    if (prediction.shape().rank() < 2 || prediction.shape().dim(-1) == 1) {
      throw oneOutput(prediction);
    }
    return prediction.argMax(-1);
  }

  private static ShapeException oneOutput(Expr prediction) {
    return new ShapeException(
        NAME,
        "one output is always certain of its class: the prediction is %s; give the model an output"
                .formatted(prediction.type())
            + " for every class, or train the one with Loss.sigmoidCrossEntropy()");
  }
}
