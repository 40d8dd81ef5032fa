// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An op at one size: its value {@code y}, the mean of {@code y²}, and the gradient of that by each
 * real input.
 *
 * @param op what the op is called, here and in {@code ops.py}
 * @param dtype the dtype of its real inputs
 * @param inputs the inputs
 * @param function the op
 */
record OpCase(
    String op, DType dtype, ImmutableList<OpInput> inputs, Function<List<Expr>, Expr> function) {
  /** Returns a case in F32. */
  static OpCase of(String op, Function<List<Expr>, Expr> function, OpInput... inputs) {
    return new OpCase(op, DType.F32, ImmutableList.copyOf(inputs), function);
  }

  /** Returns the same in F64. */
  OpCase inDouble() {
    return new OpCase(op, DType.F64, inputs, function);
  }

  /** Returns op, dtype and shapes, such as {@code exp f32 [1000]}. */
  String name() {
    String shapes =
        inputs.stream()
            .map(input -> input.dims().asList().toString().replace(" ", ""))
            .collect(Collectors.joining(" "));
    return "%s %s %s".formatted(op, dtype.name().toLowerCase(Locale.ROOT), shapes);
  }

  /** Returns what the peers are told. */
  String line() {
    return "op %s %s %s"
        .formatted(
            op,
            dtype.name().toLowerCase(Locale.ROOT),
            inputs.stream().map(OpInput::text).collect(Collectors.joining(" ")));
  }

  /** Returns Adjoint's step. */
  Step adjoint() {
    List<Expr> x = new ArrayList<>();
    List<Expr> reals = new ArrayList<>();
    for (OpInput input : inputs) {
      DType type = input.isReal() ? dtype : DType.I32;
      Expr each = Expr.input("x" + x.size(), new TensorType(type, input.draw(0, type).shape()));
      x.add(each);
      if (input.isReal()) {
        reals.add(each);
      }
    }
    Expr loss = function.apply(x).square().mean();
    List<Expr> gradients = Autodiff.grad(loss, reals);
    List<Expr> outputs = new ArrayList<>(List.of(loss));
    outputs.addAll(gradients);
    Runner step = feed(Program.compile(x, outputs).runner());
    Expr norm = gradients.getFirst().square().sum().sqrt();
    Runner figures = feed(Program.compile(x, List.of(loss, norm)).runner());
    return new Step() {
      @Override
      public Figures figures() {
        figures.run();
        return new Figures(figures.item(0), figures.item(1));
      }

      @Override
      public void run() {
        step.run();
      }
    };
  }

  private Runner feed(Runner runner) {
    for (int i = 0; i < inputs.size(); i++) {
      runner.set(i, inputs.get(i).draw(i, dtype));
    }
    return runner;
  }
}
