// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A function of expressions and a point to check its derivative at.
 *
 * @param name what to call the function in reports
 * @param point a value for each argument
 * @param labels a name for each argument
 * @param function the function, of arguments of the types of the point
 * @param place which point it is
 * @param order 1 for a function as given, 2 for its gradient, and so on
 * @param notes what its reader should know before anything is checked
 */
record CheckedFunction(
    String name,
    ImmutableList<Tensor> point,
    ImmutableList<String> labels,
    Place place,
    Function<List<Expr>, List<Expr>> function,
    int order,
    ImmutableList<String> notes) {

  /** Returns a function with arguments {@code x0, x1, …}. */
  static CheckedFunction of(
      String name, List<Tensor> point, Function<List<Expr>, List<Expr>> function) {
    ImmutableList.Builder<String> labels = ImmutableList.builder();
    for (int i = 0; i < point.size(); i++) {
      labels.add("x" + i);
    }
    return new CheckedFunction(
        name,
        ImmutableList.copyOf(point),
        labels.build(),
        Place.GIVEN,
        function,
        1,
        integral(point));
  }

  private static ImmutableList<String> integral(List<Tensor> point) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    for (int i = 0; i < point.size(); i++) {
      if (!point.get(i).dtype().isFloating()) {
        notes.add("x%s is %s: nothing is differentiated by it".formatted(i, point.get(i).type()));
      }
    }
    return notes.build();
  }

  /** Returns this with a further note. */
  CheckedFunction noting(List<String> further) {
    return new CheckedFunction(
        name,
        point,
        labels,
        place,
        function,
        order,
        Stream.concat(notes.stream(), further.stream()).collect(ImmutableList.toImmutableList()));
  }

  /** Returns which derivative of which point this is, for messages; nothing for the first. */
  String where() {
    return (order == 1 ? "" : " at order " + order) + (place.isGiven() ? "" : " " + place.where());
  }

  /** Returns new inputs, one for each argument. */
  ImmutableList<Expr> inputs() {
    ImmutableList.Builder<Expr> inputs = ImmutableList.builder();
    for (int i = 0; i < point.size(); i++) {
      inputs.add(Expr.input(labels.get(i), point.get(i).type()));
    }
    return inputs.build();
  }

  /** Returns the outputs for the given arguments. */
  ImmutableList<Expr> outputs(List<Expr> arguments) {
    List<Expr> outputs = function.apply(arguments);
    Given.allPresent("gradcheck", "result", outputs, "have the function return expressions");
    return ImmutableList.copyOf(outputs);
  }

  /** Returns the floating outputs for the given arguments. */
  ImmutableList<Expr> floatingOutputs(List<Expr> arguments) {
    return floating(outputs(arguments));
  }

  /** Returns those of the expressions that can have derivatives. */
  static ImmutableList<Expr> floating(List<Expr> values) {
    return values.stream()
        .filter(v -> v.dtype().isFloating())
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the same function at another point of the same types. */
  CheckedFunction at(List<Tensor> other, Place where) {
    return new CheckedFunction(
        name, ImmutableList.copyOf(other), labels, where, function, order, notes);
  }

  /** Returns the same function at the same point, rounded to F32. */
  CheckedFunction inF32() {
    return in(DType.F32);
  }

  /** Returns the same function at the same point with all real numbers in a dtype. */
  CheckedFunction in(DType dtype) {
    return at(point.stream().map(t -> t.dtype().isFloating() ? t.cast(dtype) : t).toList(), place);
  }

  /**
   * Returns the gradient of this function as a function in its turn: its arguments are those of
   * this and one cotangent {@code dy} for each floating output, its outputs the gradients by the
   * floating arguments.
   *
   * @param cotangents the point for the cotangents
   */
  CheckedFunction gradient(List<Tensor> cotangents) {
    ImmutableList.Builder<String> names = ImmutableList.<String>builder().addAll(labels);
    for (int i = 0; i < cotangents.size(); i++) {
      names.add("d".repeat(order) + "y" + i);
    }
    return new CheckedFunction(
        name,
        ImmutableList.copyOf(Stream.concat(point.stream(), cotangents.stream()).toList()),
        names.build(),
        place,
        all -> {
          List<Expr> arguments = all.subList(0, point.size());
          List<Expr> dys = all.subList(point.size(), all.size());
          return Autodiff.vjp(floatingOutputs(arguments), floating(arguments), dys);
        },
        order + 1,
        ImmutableList.of());
  }
}
