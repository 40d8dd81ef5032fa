// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/**
 * {@link Losses#softmaxCrossEntropy}, which knows the labels that it takes.
 *
 * @param smoothing how much of a label is shared by all classes
 */
record CrossEntropyLoss(double smoothing) implements Loss {
  private static final String NAME = "softmaxCrossEntropy";

  @Override
  public Expr apply(Expr prediction, Expr target) {
    Expr loss =
        smoothing == 0
            ? Losses.softmaxCrossEntropy(prediction, target)
            : Losses.softmaxCrossEntropy(prediction, target, smoothing);
    if (prediction.shape().dim(-1) == 1) {
      throw oneOutput(prediction);
    }
    return loss;
  }

  @Override
  public void check(Tensor targets, Shape prediction) {
    int classes = prediction.dim(-1);
    for (int i = 0; i < targets.size(); i++) {
      long label = targets.buffer().getLong(i);
      if (label < 0 || label >= classes) {
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
