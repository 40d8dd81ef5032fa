// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import java.util.List;
import picocli.CommandLine.Command;

/** An op of one's own, {@code y = x·σ(x)}: its gradient is proven, then a model learns with it. */
@Command(
    name = "custom-op",
    description = "Checks the gradient of an op of its own, then trains a model with it.")
final class CustomOp implements Runnable {
  record Swish() implements Elementwise {
    public Scalar body(List<Scalar> x) {
      return x.getFirst().div(x.getFirst().neg().exp().add(1));
    }

    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return List.of(dy.mul(y.add(x.getFirst().sigmoid().mul(y.rsub(1)))));
    }
  }

  public static void main(String... args) {
    Commands.run(new CustomOp(), args);
  }

  @Override
  public void run() {
    System.out.println(GradCheck.check(new Swish(), Tensor.of(-2.0, 0.5, 3.0)).orThrow());
    Layer swish = (x, _) -> Expr.apply(new Swish(), x);
    var network = Sequential.of(Dense.of(1, 8, Seed.of(1)), swish, Dense.of(8, 1, Seed.of(2)));
    var model = Model.compile(network, Loss.meanSquaredError(), Adam.of(0.01));
    var data = new Dataset(Tensor.of(-1f, 0, 1).reshape(3, 1), Tensor.of(1f, 0, 1).reshape(3, 1));
    System.out.println(model.fit(data, FitOptions.epochs(500)).last());
  }
}
