// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.gradcheck.trace.Branches;
import dev.adjoint.gradcheck.trace.GraphWalk;
import dev.adjoint.gradcheck.trace.Retyping;
import dev.adjoint.gradcheck.trace.TangentWalk;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A function and its gradient, as graphs over the same inputs.
 *
 * @param inputs the arguments
 * @param ys the outputs
 * @param dys the cotangents of the outputs, inputs as well
 * @param dxs the gradients by the floating arguments
 */
record Formulas(
    ImmutableList<Expr> inputs,
    ImmutableList<Expr> ys,
    ImmutableList<Expr> dys,
    ImmutableList<Expr> dxs) {

  /** Returns the function, ready to be evaluated; it tells the branches that it takes. */
  Evaluator forward(List<Tensor> point) {
    return new Evaluator(inputs, ys, Branches.of(inputs, ys), point);
  }

  /** Returns the gradient, ready to be evaluated; the cotangents come after the arguments. */
  Evaluator backward(List<Tensor> all) {
    return new Evaluator(allInputs(), dxs, all);
  }

  /** Returns what finds how rounding moves the outputs. */
  GraphWalk forwardWalk(List<Tensor> point) {
    return GraphWalk.of(inputs, ys, point);
  }

  /** Returns what differentiates the outputs without steps, if all ops can be seen through. */
  Optional<TangentWalk> tangents(List<Tensor> point) {
    return TangentWalk.of(inputs, ys, point);
  }

  /** Returns what finds how rounding moves the gradients. */
  GraphWalk backwardWalk(List<Tensor> all) {
    return GraphWalk.of(allInputs(), dxs, all);
  }

  /**
   * Returns for each floating argument whether its gradient depends on a cotangent; where it does
   * not, no rule led there.
   */
  boolean[] connected() {
    Set<Node> cotangents = dys.stream().map(Value::node).collect(ImmutableSet.toImmutableSet());
    boolean[] connected = new boolean[dxs.size()];
    for (int i = 0; i < connected.length; i++) {
      connected[i] = Graph.of(List.of(dxs.get(i))).nodes().stream().anyMatch(cotangents::contains);
    }
    return connected;
  }

  /** Returns the number of nodes that compute the gradient. */
  int nodes() {
    return Graph.of(dxs).nodes().size();
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

  private List<Expr> allInputs() {
    return Stream.concat(inputs.stream(), dys.stream()).toList();
  }

  /**
   * Returns the unit roundoff of the coarsest arithmetic in the function. A rule that is coarser
   * than its function is at fault.
   */
  double unit() {
    boolean single =
        Graph.of(ys).nodes().stream()
            .flatMap(n -> n.outputTypes().stream())
            .anyMatch(type -> type.dtype() == DType.F32);
    return single ? 0x1p-24 : 0x1p-53;
  }

  /** Returns the same over F64, if all ops take it. */
  Optional<Formulas> wide() {
    List<Expr> all = allInputs();
    ImmutableList<Expr> wide = Retyping.inputs(all);
    List<Value> values = Stream.<Value>concat(ys.stream(), dxs.stream()).toList();
    return Retyping.of(values, all, wide)
        .map(v ->
            new Formulas(
                wide.subList(0, inputs.size()),
                v.subList(0, ys.size()),
                wide.subList(inputs.size(), wide.size()),
                v.subList(ys.size(), v.size())));
  }

  /** Returns tensors of the same values, in F64 where they are in F32. */
  static ImmutableList<Tensor> wide(List<Tensor> tensors) {
    return tensors.stream()
        .map(t -> t.dtype() == DType.F32 ? t.cast(DType.F64) : t)
        .collect(ImmutableList.toImmutableList());
  }
}
