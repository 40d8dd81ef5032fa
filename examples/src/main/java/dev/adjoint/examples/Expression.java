// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.picture.GraphPicture;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.DiagramPrinter;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphPrinter;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** A model written as an expression, and its gradient, which is one too. */
@Command(
    name = "expression",
    description = "Prints a model, written as an expression, and its gradient as graphs.")
public final class Expression extends Example {
  private static final String PICTURE = "graph.png";

  /** Creates the program. */
  public Expression() {
    super(1, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Expression(), args);
  }

  @Override
  protected void run() throws IOException {
    Expr x = Expr.input("x", 8, 3);
    Expr target = Expr.input("target", 8, 1);
    Parameter w = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(3, 1)));
    Parameter b = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(1)));

    Expr y = x.matmul(w).add(b).tanh();
    Expr loss = y.sub(target).square().mean();
    List<Expr> gradient = Autodiff.grad(loss, w, b);

    say("The loss, y = tanh(x·w + b) against a target:%n");
    say("%s", GraphPrinter.print(Graph.of(List.of(loss))));
    say("Its gradient by w and b, found by the chain rule:%n");
    say("%s", GraphPrinter.print(Graph.of(gradient)));
    say("The same for a page: paste it into https://mermaid.live%n");
    say("%s", DiagramPrinter.mermaid(Graph.of(gradient)));
    draw("graph", PICTURE, () -> GraphPicture.of(loss, gradient));
  }
}
