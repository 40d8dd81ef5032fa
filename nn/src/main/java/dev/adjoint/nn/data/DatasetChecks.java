// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.collect.Iterables;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/** Checks what a {@link Dataset} is made of. */
final class DatasetChecks {
  private static final String NAME = "dataset";

  private DatasetChecks() {}

  /** Checks that features and targets have a row for each example. */
  static void rows(List<Tensor> inputs, List<Tensor> outputs) {
    String all = "%s, %s".formatted(types(inputs), types(outputs));
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new ShapeException(NAME, "features and targets are both needed: " + all);
    }
    for (Tensor tensor : Iterables.concat(inputs, outputs)) {
      if (tensor.shape().isScalar()) {
        throw new ShapeException(NAME, "features and targets need an axis of examples: " + all);
      }
    }
    int rows = inputs.getFirst().shape().dim(0);
    for (Tensor tensor : Iterables.concat(inputs, outputs)) {
      if (tensor.shape().dim(0) != rows) {
        throw new ShapeException(
            NAME,
            "rows of features and targets differ: %s (%s ≠ %s)"
                .formatted(all, rows, tensor.shape().dim(0)));
      }
    }
  }

  /** Checks that weights fit the targets, and that none is impossible. */
  static void weights(List<Tensor> outputs, List<Tensor> weights) {
    if (!weights.isEmpty() && weights.size() != outputs.size()) {
      throw new ShapeException(
          NAME,
          "there are targets of %s outputs and weights of %s: %s, %s; give weights for each, or one"
                  .formatted(outputs.size(), weights.size(), types(outputs), types(weights))
              + " tensor for all");
    }
    for (int i = 0; i < weights.size(); i++) {
      weights(outputs.get(i), weights.get(i));
    }
  }

  private static void weights(Tensor target, Tensor weights) {
    Shape shape = weights.shape();
    Shape whole = target.shape();
    if (weights.dtype() == DType.BOOL
        || shape.isScalar()
        || shape.rank() > whole.rank()
        || !shape.equals(whole.slice(0, shape.rank()))) {
      throw new ShapeException(
          NAME,
          "weights must be numbers, [n] or more leading axes of the targets: weights %s, targets %s"
              .formatted(weights.type(), target.type()));
    }
    for (int i = 0; i < weights.size(); i++) {
      double weight = weights.buffer().getDouble(i);
      if (!(weight >= 0 && Double.isFinite(weight))) {
        throw new IllegalArgumentException(
            "dataset: weight %s of row %s must be finite and not negative; give 0 to a row that"
                    .formatted(weight, i / (weights.size() / shape.dim(0)))
                + " should not count");
      }
    }
  }

  /** Returns the types of tensors: one alone, or a list. */
  static String types(List<Tensor> tensors) {
    String list =
        tensors.stream().map(tensor -> tensor.type().toString()).collect(Collectors.joining(", "));
    return tensors.size() == 1 ? list : "[" + list + "]";
  }
}
