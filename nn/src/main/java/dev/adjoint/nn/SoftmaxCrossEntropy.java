package dev.adjoint.nn;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;

/** {@link Losses#softmaxCrossEntropy}, which knows the labels that it takes. */
record SoftmaxCrossEntropy() implements Loss {
  @Override
  public Expr apply(Expr prediction, Expr target) {
    return Losses.softmaxCrossEntropy(prediction, target);
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
                    Losses.CROSS_ENTROPY,
                    label,
                    i / (targets.size() / targets.shape().dim(0)),
                    classes,
                    classes - 1,
                    label < 0 ? "number the classes from 0" : "give it an output for every class"));
      }
    }
  }
}
