// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs functions of expressions on tensors. */
final class Evaluation {
  private Evaluation() {}

  /**
   * Returns what a function gives for inputs of the given values: interpreted, and compiled to the
   * same bits.
   */
  static List<Tensor> evaluate(List<Tensor> tensors, Function<List<Expr>, List<Expr>> function) {
    List<List<Tensor>> both = both(tensors, function);
    assertThat(both.getLast()).isEqualTo(both.getFirst());
    return both.getFirst();
  }

  /** Returns what a function gives for inputs of the given values, interpreted and compiled. */
  static List<List<Tensor>> both(List<Tensor> tensors, Function<List<Expr>, List<Expr>> function) {
    List<Expr> inputs = new ArrayList<>();
    Map<Expr, Tensor> values = new HashMap<>();
    for (Tensor tensor : tensors) {
      Expr input = Expr.input("x" + inputs.size(), tensor.type());
      inputs.add(input);
      values.put(input, tensor);
    }
    List<Expr> outputs = function.apply(inputs);
    List<Tensor> interpreted = Interpreter.evaluate(outputs, values);
    return List.of(interpreted, Program.compile(inputs, outputs).run(tensors));
  }

  /** Returns what a function gives for inputs of the given values, compiled. */
  static List<Tensor> compiled(List<Tensor> tensors, Function<List<Expr>, List<Expr>> function) {
    List<Expr> inputs = tensors.stream().map(t -> Expr.input("x", t.type())).toList();
    return Program.compile(inputs, function.apply(inputs)).run(tensors);
  }

  /** Returns what an op gives for inputs of the given values. */
  static Tensor apply(Elementwise op, List<Tensor> tensors) {
    return evaluate(tensors, x -> List.of(Expr.apply(op, x))).getFirst();
  }
}
