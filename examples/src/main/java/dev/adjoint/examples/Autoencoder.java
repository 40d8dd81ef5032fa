// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Progress;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.picture.ImageGrid;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * A network that squeezes images through two numbers and makes them again (Hinton and Salakhutdinov
 * 2006, <i>Reducing the Dimensionality of Data with Neural Networks</i>).
 */
@Command(
    name = "autoencoder",
    description = "Squeezes digits through two numbers, and draws the plane of these numbers.")
public final class Autoencoder extends DigitsExample {
  private static final String PLANE = "plane.png";
  private static final String COPIES = "copies.png";
  private static final String WALK = "walk.png";
  private static final int SIDE = 16;

  /** Creates the program. */
  public Autoencoder() {
    super(60, PLANE, COPIES, WALK);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Autoencoder(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    int pixels = images.pixels();
    // Tanh keeps the two numbers in a square, which can be walked through.
    Sequential encoder =
        Sequential.of(
            new Flatten(),
            dense(pixels, 128, 1),
            Activation.relu(),
            dense(128, 32, 2),
            Activation.relu(),
            Dense.of(32, 2, seed(3)),
            Activation.tanh());
    Sequential decoder =
        Sequential.of(
            dense(2, 32, 4),
            Activation.relu(),
            dense(32, 128, 5),
            Activation.relu(),
            Dense.of(128, pixels, seed(6)),
            Activation.sigmoid());
    Model model =
        Model.compile(Sequential.of(encoder, decoder), Loss.meanSquaredError(), Adam.of(0.002));
    Dataset train = copied(images.train());
    Dataset test = copied(images.test());
    History history =
        model.fit(
            train,
            FitOptions.epochs(epochs())
                .batchSize(isMnist() ? 128 : 32)
                .seed(seed(7))
                .validation(test)
                .listener(new Progress(printer())));

    Expr mean = Expr.constant(train.targets()).mean(0);
    double spread = Expr.constant(test.targets()).sub(mean).square().mean().eval().item();
    double left = history.last().get("val_loss") / spread;
    say("share of the variance that two numbers keep: %.4f", 1 - left);
    Tensor codes = encoder.apply(Expr.constant(images.test().features())).eval();
    draw("plane", PLANE, () -> plane(images.test(), codes));
    draw("copies", COPIES, () -> copies(images.test(), model.predict(test.features())));
    draw("walk", WALK, () -> walk(decoder, images.test().features().shape().dim(1)));
  }

  private Dense dense(int in, int out, int purpose) {
    return Dense.of(in, out, Initializer.heNormal(), seed(purpose));
  }

  /** Returns images that are to be copied: each is the target of itself. */
  private static Dataset copied(Dataset data) {
    Tensor images = data.features();
    return new Dataset(images, images.reshape(data.size(), images.size() / data.size()));
  }

  /** Draws where the digits lie, each as its number in a colour of its own. */
  private static BufferedImage plane(Dataset test, Tensor codes) {
    Plane plane =
        new Plane(720, 660, "The two numbers of each test digit", -1.05, 1.05, -1.05, 1.05);
    for (int i = 0; i < Math.min(test.size(), 800); i++) {
      int digit = test.targets().getInt(i);
      plane.word("" + digit, codes.getDouble(i, 0), codes.getDouble(i, 1), Palette.of(digit), 14);
    }
    return plane.image();
  }

  private static BufferedImage copies(Dataset test, Tensor made) {
    int side = test.features().shape().dim(1);
    Tensor copies = made.reshape(test.size(), side, side);
    ImageGrid grid = new ImageGrid(12, 64, Palette::ink);
    for (int row = 0; row < 2; row++) {
      for (int i = 0; i < 24; i++) {
        grid.add(i / 12 == 0 ? test.features() : copies, row * 12 + i % 12, "");
      }
    }
    return Pictures.titled("Digits, and what two numbers say of them", grid.image());
  }

  /** Draws what the decoder makes of the points of a grid. */
  private static BufferedImage walk(Layer decoder, int side) {
    Expr line = Expr.constant(Tensor.linspace(DType.F32, -0.95, 0.95, SIDE));
    List<Expr> axes = Expr.meshgrid(line.flip(0), line);
    Expr points = Expr.stack(2, axes.get(1), axes.get(0)).reshape(SIDE * SIDE, 2);
    Tensor images = decoder.apply(points).reshape(SIDE * SIDE, side, side).eval();
    return Pictures.titled(
        "A walk through the plane", new ImageGrid(SIDE, 40, Palette::ink).addAll(images).image());
  }
}
