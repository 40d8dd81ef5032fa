// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Parameters;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import dev.adjoint.ops.VariableExpr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks before a training that each variable is trained, kept or frozen on purpose. A layer that
 * holds one outside of its record, such as in a function, works, only worse; so what stands in the
 * records is compared with what the graph reads.
 */
final class VariableCheck {
  private final Parameters all;
  private final Set<Variable> states;
  private final Set<Variable> parameters;
  private final Parameters loss;

  /** Checks against the variables of a network and of a loss. */
  VariableCheck(Parameters network, Parameters loss, State random) {
    this.all = network.and("loss", loss);
    this.loss = loss;
    this.states = variables(network.states().values());
    states.add(random.variable());
    this.parameters = variables(network.trained().values());
  }

  private static Set<Variable> variables(Collection<? extends VariableExpr> listed) {
    Set<Variable> variables = new HashSet<>();
    listed.forEach(v -> variables.add(v.variable()));
    return variables;
  }

  /**
   * Checks the variables that the network reads and updates.
   *
   * @throws IllegalArgumentException if a variable stands in no layer, or a frozen one is trained
   */
  void network(List<Expr> predictions, ForwardContext context) {
    for (State state : context.updates().keySet()) {
      Preconditions.checkArgument(
          states.contains(state.variable()),
          "network: state '%s' %s is updated but stands in no layer; make it a component of its"
              + " layer",
          state.name(),
          state.type());
    }
    for (Parameter frozen : context.frozen()) {
      Preconditions.checkArgument(
          !parameters.contains(frozen.variable()),
          "network: parameter '%s' %s is frozen in one layer and trained in another; freeze both or"
              + " none",
          all.path(frozen),
          frozen.type());
    }
    List<Value> roots = new ArrayList<>(context.updates().values());
    roots.addAll(predictions);
    Reads reads = Reads.of(roots);
    for (Variable state : Sets.difference(reads.states, states)) {
      throw new IllegalArgumentException(
          "network: state '%s' %s is read but stands in no layer; make it a component of its layer"
              .formatted(state.name(), state.type()));
    }
    Set<Variable> meant = Sets.union(parameters, variables(context.frozen()));
    for (Variable parameter : Sets.difference(reads.others, Sets.union(meant, states))) {
      throw new IllegalArgumentException(
          ("network: parameter '%s' %s is used but stands in no layer, so it would not be trained;"
                  + " make it a component of its layer, or use that as layer.frozen()")
              .formatted(parameter.name(), parameter.type()));
    }
  }

  /**
   * Checks the variables that the loss reads, except its states.
   *
   * @throws IllegalArgumentException if it holds a parameter that stands in no record
   */
  void loss(Expr value, ForwardContext context) {
    Set<Variable> meant = Sets.union(parameters, variables(context.frozen()));
    Set<Variable> known = Sets.union(meant, Sets.union(variables(loss.list()), states));
    for (Variable parameter : Sets.difference(Reads.of(List.of(value)).others, known)) {
      throw new IllegalArgumentException(
          ("loss: parameter '%s' %s is used but stands in no record, so it would not be trained;"
                  + " make the loss a record that holds it, or make it a State")
              .formatted(parameter.name(), parameter.type()));
    }
  }

  /**
   * Checks that a gradient reaches each parameter. One of zeros would be right where the loss does
   * not depend on a parameter, and is most often a mistake.
   *
   * @throws IllegalArgumentException if none does
   */
  void gradients(Expr loss, List<Parameter> parameters, List<Expr> gradients) {
    ImmutableList.Builder<String> builder = ImmutableList.builder();
    for (int i = 0; i < parameters.size(); i++) {
      if (gradients.get(i).isZero()) {
        builder.add("'" + all.path(parameters.get(i)) + "' " + parameters.get(i).type());
      }
    }
    ImmutableList<String> idle = builder.build();
    Preconditions.checkArgument(
        idle.size() < parameters.size(),
        "loss: depends on no parameter of the network, so there is nothing to train: %s: %s;"
            + " compute it from the prediction, by operations that have a derivative",
        loss.node().op().name(),
        loss.type());
    Preconditions.checkArgument(
        idle.isEmpty(),
        "network: no gradient of the loss reaches parameter %s; use it, leave it out, or use"
            + " its layer as layer.frozen()",
        idle.isEmpty() ? "" : idle.getFirst());
  }

  /** The variables that a graph reads, by the handles through which it does. */
  private record Reads(ImmutableSet<Variable> states, ImmutableSet<Variable> others) {
    static Reads of(Collection<? extends Value> roots) {
      Set<Variable> states = new LinkedHashSet<>();
      Set<Variable> all = new LinkedHashSet<>();
      roots.forEach(root -> addState(root, states));
      for (Node node : Graph.of(roots).nodes()) {
        node.inputs().forEach(input -> addState(input, states));
        if (node.op() instanceof LeafOp.Read(Variable variable)) {
          all.add(variable);
        }
      }
      all.removeAll(states);
      return new Reads(ImmutableSet.copyOf(states), ImmutableSet.copyOf(all));
    }

    private static void addState(Value value, Set<Variable> states) {
      if (value instanceof State state) {
        states.add(state.variable());
      }
    }
  }
}
