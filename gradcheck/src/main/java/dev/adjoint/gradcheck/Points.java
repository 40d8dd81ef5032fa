// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.gradcheck.trace.Substitution;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.VariableExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes subjects of what users hand over: numbers written as integers, losses over parameters. */
final class Points {
  private Points() {}

  /**
   * Returns a function at a point. Where all numbers of the point are integers they are taken for
   * F64, so that {@code 1} works like {@code 1.0}.
   *
   * @throws IllegalArgumentException if the point has no tensor, or is of integers that the
   *     function does not take as F64
   */
  static CheckedFunction of(
      String name, List<Tensor> point, Function<List<Expr>, List<Expr>> function) {
    Preconditions.checkArgument(
        !point.isEmpty(), "gradcheck: the point has no tensor; give a value for each argument");
    CheckedFunction given = CheckedFunction.of(name, point, function);
    if (!isIntegral(point)) {
      return given;
    }
    CheckedFunction real = inF64(name, point, function);
    try {
      function.apply(real.inputs());
      return real;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "gradcheck: the point is of integers, %s, by which nothing is differentiable, and the"
                  .formatted(point.stream().map(Tensor::type).toList())
              + " function does not take them as f64: "
              + e.getMessage()
              + "; give floating values, such as 1.0",
          e);
    }
  }

  /** Returns an op at a point as {@link #of} does; one that only takes integers gets them. */
  static CheckedFunction ofOp(
      String name, List<Tensor> point, Function<List<Expr>, List<Expr>> function) {
    try {
      return of(name, point, function);
    } catch (IllegalArgumentException e) {
      if (isIntegral(point)) {
        return CheckedFunction.of(name, point, function);
      }
      throw e;
    }
  }

  /** Returns a copy of a point, all of whose values are there. */
  static ImmutableList<Tensor> copy(List<Tensor> point) {
    Given.allPresent("gradcheck", "value", point, "give a tensor for each argument");
    return ImmutableList.copyOf(point);
  }

  private static boolean isIntegral(List<Tensor> point) {
    return point.stream().noneMatch(t -> t.dtype().isFloating())
        && point.stream().anyMatch(t -> t.dtype() != DType.BOOL);
  }

  private static CheckedFunction inF64(
      String name, List<Tensor> point, Function<List<Expr>, List<Expr>> function) {
    List<Tensor> real = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Tensor t : point) {
      boolean integral = t.dtype() != DType.BOOL;
      if (integral) {
        notes.add("x%s was given as %s and is checked as f64".formatted(real.size(), t.type()));
      }
      real.add(integral ? t.cast(DType.F64) : t);
    }
    return CheckedFunction.of(name, real, function).noting(notes);
  }

  /**
   * Refuses what cannot be checked.
   *
   * @throws IllegalArgumentException if no variable is given, or the loss depends on inputs
   */
  static void require(Expr loss, List<? extends VariableExpr> by) {
    Preconditions.checkArgument(
        !by.isEmpty(), "gradcheck: no parameter is given; list those to differentiate by");
    List<Value> inputs = Graph.of(List.of(loss)).inputs();
    Preconditions.checkArgument(
        inputs.isEmpty(),
        "gradcheck: the loss depends on inputs %s, which have no value; make them constants",
        inputs.stream().map(v -> ((LeafOp.Input) v.node().op()).parameters().strip()).toList());
  }

  /** Returns a loss as a function of some of the variables, at their present values. */
  static CheckedFunction of(String name, Expr loss, List<? extends VariableExpr> by) {
    Map<String, VariableExpr> named = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    by.stream()
        .collect(Collectors.toMap(VariableExpr::variable, v -> v, (v, _) -> v, LinkedHashMap::new))
        .forEach((variable, expr) -> {
          int times = seen.merge(variable.name(), 1, Integer::sum);
          named.put(times == 1 ? variable.name() : variable.name() + "#" + times, expr);
        });
    return of(name, List.of(loss), named);
  }

  /** Returns expressions as a function of some of the variables, at their present values. */
  static CheckedFunction of(
      String name, List<Expr> results, Map<String, ? extends VariableExpr> by) {
    List<Variable> variables = by.values().stream().map(VariableExpr::variable).toList();
    ImmutableList<String> labels = ImmutableList.copyOf(by.keySet());
    Substitution function = new Substitution(results, variables);
    ImmutableMap<Variable, Tensor> read = function.values();
    List<Tensor> point =
        variables.stream().map(v -> read.containsKey(v) ? read.get(v) : v.value()).toList();
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    for (int i = 0; i < point.size(); i++) {
      if (!point.get(i).dtype().isFloating()) {
        notes.add(
            "%s is %s: nothing is differentiated by it"
                .formatted(labels.get(i), point.get(i).type()));
      }
    }
    read.forEach((variable, value) -> {
      if (!variables.contains(variable)) {
        notes.add("%s, %s, is read but not checked".formatted(variable.name(), value.type()));
      }
    });
    return new CheckedFunction(
        name, ImmutableList.copyOf(point), labels, Place.GIVEN, function::apply, 1, notes.build());
  }
}
