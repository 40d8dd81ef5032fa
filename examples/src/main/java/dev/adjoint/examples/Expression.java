// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.DiagramPrinter;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphPrinter;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;
import picocli.CommandLine.Command;

/** A model written as an expression, and its gradient, which is one too. */
@Command(
    name = "expression",
    description = "Prints a model, written as an expression, and its gradient as graphs.")
public final class Expression implements Runnable {
  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Expression(), args);
  }

  @Override
  public void run() {
    Expr x = Expr.input("x", 8, 3);
    Expr target = Expr.input("target", 8, 1);
    Parameter w = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(3, 1)));
    Parameter b = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(1)));

    Expr y = x.matmul(w).add(b).tanh();
    Expr loss = y.sub(target).square().mean();
    List<Expr> gradient = Autodiff.grad(loss, w, b);

    System.out.println("The loss, y = tanh(x·w + b) against a target:\n");
    System.out.println(GraphPrinter.print(Graph.of(List.of(loss))));
    System.out.println("Its gradient by w and b, found by the chain rule:\n");
    System.out.println(GraphPrinter.print(Graph.of(gradient)));
    System.out.println("The same as a picture: paste it into https://mermaid.live\n");
    System.out.println(DiagramPrinter.mermaid(Graph.of(gradient)));
  }
}
