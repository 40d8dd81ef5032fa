// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import java.util.Locale;
import picocli.CommandLine.Command;

/** The smallest problem that needs a hidden layer: the exclusive or of two bits. */
@Command(
    name = "xor",
    description =
        "Learns the smallest problem that needs a hidden layer: the exclusive or of two bits.")
public final class Xor implements Runnable {
  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Xor(), args);
  }

  @Override
  public void run() {
    Tensor bits = Tensor.nested(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    Tensor xor = Tensor.nested(new float[][] {{0}, {1}, {1}, {0}});

    Seed seed = Seed.of(1);
    Sequential network =
        Sequential.of(
            Dense.of(2, 4, seed.fold(0)),
            Activation.tanh(),
            Dense.of(4, 1, seed.fold(1)),
            Activation.sigmoid());
    Model model = Model.compile(network, Loss.meanSquaredError(), Adam.of(0.05));
    History history = model.fit(new Dataset(bits, xor), FitOptions.epochs(500).batchSize(4));

    System.out.println("network: " + network);
    for (int epoch = 1; epoch <= 500; epoch += epoch == 1 ? 99 : 100) {
      System.out.printf(
          Locale.ROOT, "epoch %3d  loss %.6f%n", epoch, history.series("loss")[epoch - 1]);
    }
    Tensor y = model.predict(bits);
    for (int i = 0; i < 4; i++) {
      System.out.printf(
          Locale.ROOT,
          "%d xor %d = %.3f%n",
          bits.getInt(i, 0),
          bits.getInt(i, 1),
          y.getDouble(i, 0));
    }
  }
}
