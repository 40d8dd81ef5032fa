// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.ops.Expr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression over variables as a function: some of the variables become arguments, the others
 * keep the value that they have now. Nothing is ever written into a variable.
 */
public final class Substitution {
  private final ImmutableList<Expr> results;
  private final ImmutableList<Variable> arguments;
  private final ImmutableMap<Variable, Tensor> values;

  /**
   * Reads the present values of all variables that expressions need.
   *
   * @param arguments which of them become arguments, in this order
   */
  public Substitution(List<Expr> results, List<Variable> arguments) {
    this.results = ImmutableList.copyOf(results);
    this.arguments = ImmutableList.copyOf(arguments);
    Map<Variable, Tensor> read = new LinkedHashMap<>();
    for (Node node : Graph.of(results).nodes()) {
      if (node.op() instanceof LeafOp.Read(Variable variable)) {
        read.computeIfAbsent(variable, Variable::value);
      }
    }
    this.values = ImmutableMap.copyOf(read);
  }

  /** Returns the variables that the expressions need, each with the value that it had. */
  public ImmutableMap<Variable, Tensor> values() {
    return values;
  }

  /** Returns the expressions with other values in place of the arguments. */
  public List<Expr> apply(List<Expr> others) {
    GraphRewriter rewriter = new GraphRewriter();
    for (Node node : Graph.of(results).nodes()) {
      if (node.op() instanceof LeafOp.Read(Variable variable)) {
        int argument = arguments.indexOf(variable);
        Value by = argument >= 0 ? others.get(argument) : Expr.constant(values.get(variable));
        rewriter.replace(node.output(0), by);
      } else {
        rewriter.renew(node);
      }
    }
    return results.stream().map(result -> Expr.of(rewriter.now(result))).toList();
  }
}
