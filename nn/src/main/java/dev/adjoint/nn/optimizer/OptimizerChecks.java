// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.Given;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.optimizer.transform.PerParameter;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of an optimizer and the results of its transforms. */
final class OptimizerChecks {
  private OptimizerChecks() {}

  /**
   * Returns the gradient of a loss for each parameter.
   *
   * @throws IllegalArgumentException if there are none, or no gradient reaches one of them
   */
  static ImmutableList<Expr> gradients(Expr loss, Parameters parameters) {
    Given.present("minimize", "the loss", loss, "give an expression");
    Given.present("minimize", "the parameters", parameters, "give those of a layer");
    ImmutableList<Parameter> list = parameters.list();
    Preconditions.checkArgument(!list.isEmpty(), "minimize: there are no parameters to train");
    ImmutableList<Expr> gradients = Autodiff.grad(loss, list);
    for (int i = 0; i < list.size(); i++) {
      Preconditions.checkArgument(
          !gradients.get(i).isZero(),
          "minimize: no gradient of the loss reaches '%s' %s; use it in the loss, or leave it out",
          parameters.path(list.get(i)),
          list.get(i).type());
    }
    return gradients;
  }

  /**
   * Checks that nothing but parameters changes in a training.
   *
   * @throws IllegalArgumentException if there is a state
   */
  static void noStates(Parameters parameters) {
    Given.present("step", "the parameters", parameters, "give those of a layer");
    Preconditions.checkArgument(
        parameters.states().isEmpty(),
        "step: the states %s would not change; compile join(minimize(…), context.updates())",
        parameters.states().keySet());
  }

  /**
   * Returns gradients by the paths of their parameters.
   *
   * @throws IllegalArgumentException if there is not one of its type for each parameter
   */
  static PerParameter gradients(List<Expr> gradients, Parameters parameters) {
    Given.allPresent("optimizer", "gradient", gradients);
    Preconditions.checkArgument(
        parameters.list().size() == gradients.size(),
        "optimizer: %s parameters but %s gradients; give one for each",
        parameters.list().size(),
        gradients.size());
    ImmutableMap.Builder<String, Expr> byPath = ImmutableMap.builder();
    for (int i = 0; i < gradients.size(); i++) {
      Parameter parameter = parameters.list().get(i);
      Preconditions.checkArgument(
          parameter.type().equals(gradients.get(i).type()),
          "optimizer: the gradient of '%s' must be %s, got %s",
          parameters.path(parameter),
          parameter.type(),
          gradients.get(i).type());
      byPath.put(parameters.path(parameter), gradients.get(i));
    }
    return new PerParameter(byPath.buildOrThrow());
  }

  /**
   * Returns a next value.
   *
   * @throws IllegalStateException if there is none, or its type is not the old one
   */
  static Expr next(String path, Expr old, @Nullable Expr next) {
    if (next == null || !next.type().equals(old.type())) {
      throw new IllegalStateException(
          "optimizer: '%s' must become %s, got %s"
              .formatted(path, old.type(), next == null ? "nothing" : next.type()));
    }
    return next;
  }
}
