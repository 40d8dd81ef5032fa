// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import picocli.CommandLine.Command;

/** The smallest problem that needs a hidden layer: the exclusive or of two bits. */
@Command(
    name = "xor",
    description =
        "Learns the smallest problem that needs a hidden layer: the exclusive or of two bits.")
public final class Xor extends Example {
  private static final String PICTURE = "xor.png";
  private static final Tensor BITS = Tensor.nested(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
  private static final Tensor XOR = Tensor.nested(new float[][] {{0}, {1}, {1}, {0}});

  /** Creates the program. */
  public Xor() {
    super(500, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Xor(), args);
  }

  @Override
  protected void run() throws IOException {
    Sequential network =
        Sequential.of(
            Dense.of(2, 4, seed(0)),
            Activation.tanh(),
            Dense.of(4, 1, seed(1)),
            Activation.sigmoid());
    Model model = Model.compile(network, Loss.meanSquaredError(), Adam.of(0.05));
    History history = model.fit(new Dataset(BITS, XOR), FitOptions.epochs(epochs()));

    say("network: %s", network);
    double[] losses = history.series("loss");
    for (int epoch = 1; epoch <= epochs(); epoch += epoch == 1 ? 99 : 100) {
      say("epoch %3d  loss %.6f", epoch, losses[epoch - 1]);
    }
    Tensor y = model.predict(BITS);
    for (int i = 0; i < 4; i++) {
      say("%d xor %d = %.3f", BITS.getInt(i, 0), BITS.getInt(i, 1), y.getDouble(i, 0));
    }
    draw("plane", PICTURE, () -> picture(model, losses));
  }

  private static BufferedImage picture(Model model, double... losses) {
    Plane plane = new Plane(420, 380, "what the network says", -0.4, 1.4, -0.4, 1.4);
    Tensor said = model.predict(plane.lattice());
    plane.shade(said, p -> Palette.mix(Palette.signed(2 * p - 1), Color.WHITE, 0.45));
    plane.contours(said, Palette.INK, 2.5f, 0.5);
    for (int i = 0; i < 4; i++) {
      double[] x = {BITS.getDouble(i, 0)};
      double[] y = {BITS.getDouble(i, 1)};
      plane.points(x, y, Palette.signed(2 * XOR.getDouble(i, 0) - 1), 14);
      plane.word(Integer.toString(XOR.getInt(i, 0)), x[0], y[0] + 0.13, Palette.INK, 16);
    }
    Chart chart = Chart.of(420, 380, "loss by epoch", "epoch", "").line("loss", losses);
    return Pictures.beside(plane.image(), chart.logarithmic().withoutLegend().image());
  }
}
