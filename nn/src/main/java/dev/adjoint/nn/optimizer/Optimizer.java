// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import dev.adjoint.ops.VariableExpr;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How parameters follow their gradients, as expressions of their next values. */
public interface Optimizer {
  /**
   * Returns this rule at work on the given parameters, with states of its own. The optimizer itself
   * remembers nothing: it may start any number of rules.
   *
   * @throws IllegalArgumentException if a parameter is listed twice
   */
  Rule start(List<Parameter> parameters);

  /** An optimizer at work: what it remembers from step to step. */
  interface Rule {
    /**
     * Returns the next value of each parameter and each state.
     *
     * @param gradients the gradient of the loss for each parameter, of its type
     */
    ImmutableMap<Expr, Expr> updates(List<Expr> gradients);

    /** Returns the states. */
    ImmutableList<State> states();
  }

  /**
   * Checks that there is a gradient for every parameter.
   *
   * @throws IllegalArgumentException if there is not
   */
  static void check(String optimizer, List<Parameter> parameters, List<Expr> gradients) {
    Preconditions.checkArgument(
        parameters.size() == gradients.size(),
        "%s: %s parameters but %s gradients",
        optimizer,
        parameters.size(),
        gradients.size());
    for (int i = 0; i < parameters.size(); i++) {
      Preconditions.checkArgument(
          parameters.get(i).type().equals(gradients.get(i).type()),
          "%s: the gradient of '%s' must be %s, got %s",
          optimizer,
          parameters.get(i).name(),
          parameters.get(i).type(),
          gradients.get(i).type());
    }
  }

  /**
   * Checks that parameters are fit to be trained.
   *
   * @throws IllegalArgumentException if one occurs twice
   */
  static void check(String optimizer, List<Parameter> parameters) {
    Set<Parameter> seen = new HashSet<>();
    for (Parameter parameter : parameters) {
      Preconditions.checkArgument(
          seen.add(parameter),
          "%s: parameter '%s' %s is listed twice; list it once, its gradient is the sum of all uses",
          optimizer,
          parameter.name(),
          parameter.type());
    }
  }

  /**
   * Returns the updates of several rules and layers as those of one program.
   *
   * @param parts the next values of different variables
   * @throws IllegalArgumentException if a variable has two next values
   */
  @SafeVarargs
  static ImmutableMap<Expr, Expr> join(Map<? extends Expr, Expr>... parts) {
    Map<Expr, Expr> all = new LinkedHashMap<>();
    for (Map<? extends Expr, Expr> part : parts) {
      part.forEach((variable, next) ->
          Preconditions.checkArgument(
              all.putIfAbsent(variable, next) == null,
              "updates: '%s' %s has two next values; leave it to one optimizer or one layer",
              variable instanceof VariableExpr v ? v.name() : variable.node().op().name(),
              variable.type()));
    }
    return ImmutableMap.copyOf(all);
  }
}
