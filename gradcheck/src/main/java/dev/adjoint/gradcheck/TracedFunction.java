// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.ops.Expr;
import java.util.Set;

/** The graph of a function: its arguments, its outputs, and the gradient by its rules. */
final class TracedFunction {
  private final CheckedFunction subject;
  private final ImmutableList<Expr> inputs;
  private final ImmutableList<Expr> allOutputs;
  private final ImmutableList<Expr> ys;

  /** Applies the function to new inputs. */
  TracedFunction(CheckedFunction subject) {
    this.subject = subject;
    this.inputs = subject.inputs();
    this.allOutputs = subject.outputs(inputs);
    this.ys = CheckedFunction.floating(allOutputs);
  }

  /** Returns the inputs, one for each argument. */
  ImmutableList<Expr> inputs() {
    return inputs;
  }

  /** Returns all outputs, those that are not floating too. */
  ImmutableList<Expr> allOutputs() {
    return allOutputs;
  }

  /** Returns the floating outputs. */
  ImmutableList<Expr> ys() {
    return ys;
  }

  /** Returns the numbers of the floating arguments. */
  ImmutableList<Integer> floatingArguments() {
    ImmutableList.Builder<Integer> numbers = ImmutableList.builder();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).dtype().isFloating()) {
        numbers.add(i);
      }
    }
    return numbers.build();
  }

  /**
   * Returns the function and its gradient by the rules.
   *
   * @throws RuntimeException whatever a rule throws
   */
  Formulas formulas() {
    ImmutableList.Builder<Expr> dys = ImmutableList.builder();
    for (int i = 0; i < ys.size(); i++) {
      dys.add(Expr.input("dy" + i, ys.get(i).type()));
    }
    ImmutableList<Expr> all = dys.build();
    return new Formulas(
        inputs,
        ys,
        all,
        ImmutableList.copyOf(Autodiff.vjp(ys, CheckedFunction.floating(inputs), all)));
  }

  /** Returns the function, ready to be evaluated; it tells the branches that it takes. */
  Evaluator forward() {
    return new Formulas(inputs, ys, ImmutableList.of(), ImmutableList.of())
        .forward(subject.point());
  }

  /** Returns for each floating argument whether an output depends on it. */
  boolean[] used() {
    Set<Node> nodes = Set.copyOf(Graph.of(allOutputs).nodes());
    ImmutableList<Integer> arguments = floatingArguments();
    boolean[] used = new boolean[arguments.size()];
    for (int i = 0; i < used.length; i++) {
      used[i] = nodes.contains(inputs.get(arguments.get(i)).node());
    }
    return used;
  }
}
