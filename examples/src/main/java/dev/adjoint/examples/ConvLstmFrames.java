// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Progress;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.picture.ImageGrid;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Conv2d;
import dev.adjoint.nn.layer.recurrent.ConvLstm2d;
import dev.adjoint.nn.layer.recurrent.TimeDistributed;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.WindowOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import picocli.CommandLine.Command;

/**
 * Films of digits that fly and bounce, and a convolutional LSTM that foresees the next frame (Shi
 * et al. 2015, <i>Convolutional LSTM Network: A Machine Learning Approach for Precipitation
 * Nowcasting</i>).
 */
@Command(
    name = "conv-lstm",
    description = "Foresees the next frame of films of digits that fly and bounce.")
public final class ConvLstmFrames extends DigitsExample {
  private static final String PICTURE = "frames.png";
  private static final int SIDE = 16;
  private static final int FRAMES = 10;
  private static final int FILMS = 128;

  /** Creates the program. */
  public ConvLstmFrames() {
    super(20, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new ConvLstmFrames(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    Dataset train = films(images.train(), FILMS, seed(1));
    Dataset test = films(images.test(), FILMS / 4, seed(2));
    Layer network =
        Sequential.of(
            ConvLstm2d.of(1, 16, 5, seed(3)),
            new TimeDistributed(Conv2d.of(16, 1, 5, WindowOptions.over(2).padding(2, 2), seed(4))),
            Activation.sigmoid());
    Model model = Model.compile(network, Loss.binaryCrossEntropy(), Adam.of(0.01));
    model.fit(
        train,
        FitOptions.epochs(epochs())
            .batchSize(16)
            .seed(seed(6))
            .validation(test)
            .listener(new Progress(printer())));

    Tensor foreseen = model.predict(test.features());
    // The first frames show where a digit flies; what follows can be foreseen.
    double error = error(Expr.constant(foreseen), test);
    double copying = error(Expr.constant(test.features()), test);
    say("error of the last 6 frames %.4f, of copies of the frame before %.4f", error, copying);
    draw("frames", PICTURE, () -> picture(test, foreseen));
  }

  private static double error(Expr frames, Dataset test) {
    Expr difference = frames.sub(Expr.constant(test.targets()));
    return difference.slice(1, FRAMES - 6, FRAMES).square().mean().eval().item();
  }

  /** Returns films {@code [n, frames, 1, side, side]} and the same a frame later. */
  private static Dataset films(Dataset digits, int n, Seed seed) {
    int size = digits.features().shape().dim(1);
    int scale = (size + 7) / 8;
    float[] film = new float[n * (FRAMES + 1) * SIDE * SIDE];
    for (int i = 0; i < n; i++) {
      int digit = (int) Long.remainderUnsigned(seed.bits(3L * i), digits.size());
      int start = (int) Long.remainderUnsigned(seed.bits(3L * i + 1), 256);
      int speed = (int) Long.remainderUnsigned(seed.bits(3L * i + 2), 8);
      int across = speed % 2 == 0 ? 1 : -1;
      int down = speed / 2 - 2 < 0 ? speed / 2 - 2 : speed / 2 - 1;
      for (int t = 0; t <= FRAMES; t++) {
        int left = bounced(start % 16 + across * t);
        int top = bounced(start / 16 + down * t);
        for (int k = 0; k < 64; k++) {
          float ink = digits.features().getFloat(digit, k / 8 * scale, k % 8 * scale);
          film[((i * (FRAMES + 1) + t) * SIDE + top + k / 8) * SIDE + left + k % 8] = ink;
        }
      }
    }
    Expr all = Expr.constant(Tensor.wrap(Shape.of(n, FRAMES + 1, 1, SIDE, SIDE), film));
    return new Dataset(all.slice(1, 0, FRAMES).eval(), all.slice(1, 1, FRAMES + 1).eval());
  }

  /** Returns a place between 0 and 8, where walls throw back what flies on and on. */
  private static int bounced(int place) {
    int cycle = Math.floorMod(place, 2 * (SIDE - 8));
    return cycle < SIDE - 8 ? cycle : 2 * (SIDE - 8) - cycle;
  }

  private static BufferedImage picture(Dataset test, Tensor foreseen) {
    ImageGrid grid = new ImageGrid(FRAMES, 72, Palette::ink);
    for (int film = 0; film < 3; film++) {
      for (Tensor frames : new Tensor[] {test.targets(), foreseen}) {
        grid.addAll(Expr.constant(frames).select(0, film).reshape(FRAMES, SIDE, SIDE).eval());
      }
    }
    return Pictures.titled("Three films, and below each what was foreseen", grid.image());
  }
}
