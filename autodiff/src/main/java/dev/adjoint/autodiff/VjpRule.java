// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the vector-Jacobian product rule of a node's op, and checks the result. */
final class VjpRule {
  private static final String NONE_CURE = "Expr.none() for an input without derivative";

  private VjpRule() {}

  /** Returns the outputs of a node as expressions. */
  static ImmutableList<Expr> outputs(Node node) {
    int count = node.outputTypes().size();
    ImmutableList.Builder<Expr> outputs = ImmutableList.builderWithExpectedSize(count);
    for (int i = 0; i < count; i++) {
      outputs.add(Expr.of(node.output(i)));
    }
    return outputs.build();
  }

  /**
   * Returns the cotangents of the inputs of a node, each of the input's type or none.
   *
   * @param cotangents one for each output, of its type
   * @throws UnsupportedOperationException if the op has no rule
   * @throws IllegalStateException if the rule returns values that do not fit the inputs
   */
  static ImmutableList<Expr> apply(Node node, List<Expr> cotangents) {
    if (!(node.op() instanceof Differentiable rule)) {
      throw new UnsupportedOperationException(
          "%s: has no derivative: %s → %s%s; let %s implement Differentiable, or cut the path with stopGradient"
              .formatted(
                  node.op().name(),
                  node.inputTypes(),
                  node.outputTypes(),
                  builtAt(node),
                  node.op().getClass().getSimpleName()));
    }
    ImmutableList.Builder<Expr> inputs =
        ImmutableList.builderWithExpectedSize(node.inputs().size());
    for (Value input : node.inputs()) {
      inputs.add(Expr.of(input));
    }
    return checked(node, rule.vjp(inputs.build(), outputs(node), ImmutableList.copyOf(cotangents)));
  }

  private static ImmutableList<Expr> checked(
      Node node, @Nullable List<? extends @Nullable Expr> gradients) {
    if (gradients == null) {
      throw wrong(node, "null", "return a list with one gradient for each input, " + NONE_CURE);
    }
    int inputs = node.inputs().size();
    if (gradients.size() != inputs) {
      throw wrong(
          node,
          "%s for %s".formatted(plural(gradients.size(), "gradient"), plural(inputs, "input")),
          "return one for each input, " + NONE_CURE);
    }
    ImmutableList.Builder<Expr> result = ImmutableList.builder();
    for (int i = 0; i < inputs; i++) {
      result.add(checked(node, i, gradients.get(i)));
    }
    return result.build();
  }

  private static Expr checked(Node node, int i, @Nullable Expr gradient) {
    TensorType input = node.inputs().get(i).type();
    if (gradient == null) {
      throw wrong(node, "null for input %s, %s".formatted(i, input), "return " + NONE_CURE);
    }
    if (gradient.isNone()) {
      return gradient;
    }
    if (!input.dtype().isFloating()) {
      throw wrong(
          node,
          "a gradient %s for input %s, %s, which is not floating"
              .formatted(gradient.type(), i, input),
          "return " + NONE_CURE);
    }
    if (!gradient.type().equals(input)) {
      throw wrong(
          node,
          "a gradient of the wrong type for input %s: expected %s, got %s"
              .formatted(i, input, gradient.type()),
          cure(input, gradient.type()));
    }
    return gradient;
  }

  private static String cure(TensorType expected, TensorType got) {
    if (got.shape().equals(expected.shape())) {
      return "cast it to " + expected.dtype();
    }
    if (expected.shape().broadcastsTo(got.shape())) {
      return "sum it over the axes along which the input was repeated";
    }
    if (got.shape().broadcastsTo(expected.shape())) {
      return "broadcast it to " + expected.shape();
    }
    return got.size() == expected.size()
        ? "permute or reshape it to " + expected.shape()
        : "a gradient has the type of its input";
  }

  private static IllegalStateException wrong(Node node, String what, String cure) {
    return new IllegalStateException(
        "%s: vjp returned %s: %s → %s%s; %s"
            .formatted(
                node.op().name(),
                what,
                node.inputTypes(),
                node.outputTypes(),
                builtAt(node),
                cure));
  }

  private static String builtAt(Node node) {
    return node.origin()
        .map(o -> " (built at %s:%s)".formatted(o.getFileName(), o.getLineNumber()))
        .orElse("");
  }

  private static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
