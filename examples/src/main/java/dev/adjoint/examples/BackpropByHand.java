// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.picture.GraphPicture;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * Backpropagation by its four equations, in loops over numbers, beside the gradient that Adjoint
 * derives from the loss alone (Nielsen 2015, <i>Neural Networks and Deep Learning</i>, chapter 2).
 */
@Command(
    name = "backprop-by-hand",
    description = "Computes a gradient with the equations of the textbook, beside Adjoint's.")
public final class BackpropByHand extends Example {
  private static final String PICTURE = "graph.png";
  private static final int IN = 3;
  private static final int HIDDEN = 4;
  private static final int OUT = 2;

  private double most;

  /** Creates the program. */
  public BackpropByHand() {
    super(1, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new BackpropByHand(), args);
  }

  @Override
  protected void run() throws IOException {
    State x = State.of("x", draw(0, IN, 1));
    State target = State.of("t", draw(1, OUT, 1));
    Parameter w1 = Parameter.of("W1", draw(2, HIDDEN, IN));
    Parameter b1 = Parameter.of("b1", draw(3, HIDDEN, 1));
    Parameter w2 = Parameter.of("W2", draw(4, OUT, HIDDEN));
    Parameter b2 = Parameter.of("b2", draw(5, OUT, 1));

    Expr z1 = w1.matmul(x).add(b1);
    Expr z2 = w2.matmul(z1.sigmoid()).add(b2);
    Expr loss = z2.sigmoid().sub(target).square().sum().div(2);
    List<Expr> gradient = Autodiff.grad(loss, w1, b1, w2, b2);

    // Forward, with a = σ(z).
    double[] in = x.value().toDoubleArray();
    double[] t = target.value().toDoubleArray();
    double[] hidden = layer(w1.value(), b1.value(), in);
    double[] out = layer(w2.value(), b2.value(), hidden);
    // 1: δ of the last layer is (a − t) ⊙ σ′(z), with σ′(z) = a·(1 − a).
    double[] delta2 = new double[OUT];
    for (int i = 0; i < OUT; i++) {
      delta2[i] = (out[i] - t[i]) * out[i] * (1 - out[i]);
    }
    // 2: δ of a hidden layer is (Wᵀ·δ of the next one) ⊙ σ′(z).
    double[] delta1 = new double[HIDDEN];
    for (int j = 0; j < HIDDEN; j++) {
      for (int i = 0; i < OUT; i++) {
        delta1[j] += w2.value().getDouble(i, j) * delta2[i];
      }
      delta1[j] *= hidden[j] * (1 - hidden[j]);
    }
    // 3 and 4: ∂L/∂W = δ·aᵀ with the a that went in, and ∂L/∂b = δ.
    compare("δ of the last layer", delta2, Autodiff.grad(loss, z2).getFirst());
    compare("δ of the hidden layer", delta1, Autodiff.grad(loss, z1).getFirst());
    compare("∂L/∂W2 = δaᵀ", outer(delta2, hidden), gradient.get(2));
    compare("∂L/∂b2 = δ", delta2, gradient.get(3));
    compare("∂L/∂W1 = δaᵀ", outer(delta1, in), gradient.get(0));
    compare("∂L/∂b1 = δ", delta1, gradient.get(1));
    say("largest difference %.1e", most);
    String verdict = GradCheck.of(loss, w1, b1, w2, b2).run().orThrow().toString();
    say("%s", verdict.lines().findFirst().orElseThrow());
    draw("graph of the gradient", PICTURE, () -> GraphPicture.of(loss, gradient));
  }

  private Tensor draw(int purpose, int rows, int columns) {
    TensorType type = TensorType.of(DType.F64, rows, columns);
    return Initializer.normal(1).draw(type, 1, 1, seed(purpose));
  }

  private static double[] layer(Tensor w, Tensor b, double[] x) {
    double[] a = new double[b.size()];
    for (int i = 0; i < a.length; i++) {
      double z = b.getDouble(i, 0);
      for (int j = 0; j < x.length; j++) {
        z += w.getDouble(i, j) * x[j];
      }
      a[i] = 1 / (1 + StrictMath.exp(-z));
    }
    return a;
  }

  private static double[] outer(double[] delta, double[] a) {
    double[] product = new double[delta.length * a.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = delta[i / a.length] * a[i % a.length];
    }
    return product;
  }

  private void compare(String name, double[] byHand, Expr derived) {
    double[] adjoint = derived.eval().toDoubleArray();
    say("%s", name);
    for (int i = 0; i < byHand.length; i++) {
      double difference = Math.abs(byHand[i] - adjoint[i]);
      most = Math.max(most, difference);
      say("  % .16f  % .16f  %.0e", byHand[i], adjoint[i], difference);
    }
  }
}
