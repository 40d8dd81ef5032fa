package dev.adjoint.nn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.List;

/** How parameters follow their gradients, as expressions of their next values. */
public interface Optimizer {
  /** Returns this rule at work on the given parameters, with states of its own. */
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
}
