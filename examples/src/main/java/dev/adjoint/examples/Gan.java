// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Bar;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.network.AdversarialPair;
import dev.adjoint.examples.picture.ImageGrid;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/**
 * Two networks against each other: one makes points or digits, the other tells them from true ones
 * (Goodfellow et al. 2014, <i>Generative Adversarial Nets</i>, with the generator's loss of section
 * 3 that does not saturate).
 */
@Command(
    name = "gan",
    description = "Trains two networks against each other, on a ring of points and on digits.")
public final class Gan extends DigitsExample {
  private static final String RING = "ring.png";
  private static final String DIGITS = "digits.png";
  private static final int BATCH = 128;

  /** Creates the program. */
  public Gan() {
    super(3000, RING, DIGITS);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Gan(), args);
  }

  @Override
  protected void run() throws IOException {
    Tensor ring = ring();
    AdversarialPair ofPoints =
        AdversarialPair.of(4, 2, 128, Activation.named("linear"), BATCH, 2e-3, seed(1));
    List<BufferedImage> planes = train("ring", ofPoints, ring, () -> plane(ofPoints, ring));
    Tensor made = ofPoints.made(1000, seed(6));
    // A point is on the ring if it is within a fifth of the radius of the eight spots' circle.
    Expr radius = Expr.constant(made).square().sum(1).sqrt();
    double near = radius.sub(2).abs().less(0.2).cast(DType.F32).mean().eval().item();
    say("ring: %.3f of the points lie near the circle", near);
    draw("ring", RING, () -> Pictures.rows(3, planes));

    DigitImages images = images();
    int side = images.train().features().shape().dim(1);
    Tensor digits = images.train().features().reshape(images.train().size(), side * side);
    AdversarialPair ofDigits =
        AdversarialPair.of(16, side * side, 192, Activation.sigmoid(), BATCH, 5e-4, seed(2));
    List<BufferedImage> grids = train("digits", ofDigits, digits, () -> grid(ofDigits, side));
    double ink = Expr.constant(ofDigits.made(500, seed(6))).mean().eval().item();
    say(
        "digits: mean ink %.3f, of true ones %.3f",
        ink, Expr.constant(digits).mean().eval().item());
    draw("digits", DIGITS, () -> Pictures.rows(3, grids));
  }

  /** Returns points around eight spots on a circle of radius 2. */
  private Tensor ring() {
    RandomKey key = RandomKey.of(seed(3).bits());
    Expr spot = Expr.constant(Tensor.arange(DType.F32, 2048)).remainder(8).mul(Math.PI / 4);
    Expr centre = Expr.stack(1, spot.cos(), spot.sin()).mul(2);
    return centre.add(key.normal(centre.type()).mul(0.06)).eval();
  }

  /** Trains a pair, and returns pictures taken on the way. */
  private List<BufferedImage> train(
      String name, AdversarialPair pair, Tensor truth, Supplier<BufferedImage> picture) {
    Dataset data = new Dataset(truth, truth);
    List<BufferedImage> pictures = new ArrayList<>();
    try (Bar bar = Bar.of(name, epochs())) {
      for (int i = 1; i <= epochs(); i++) {
        int[] order = seed(5).fold(i).permutation(data.size());
        List<Tensor> losses = pair.step(data.rows(Arrays.copyOf(order, BATCH)).features());
        bar.step();
        if (i * 6 % epochs() < 6) {
          double critic = losses.get(0).item();
          double generator = losses.get(1).item();
          say(
              "%s, step %4d  loss of the critic %.3f, of the generator %.3f",
              name, i, critic, generator);
          pictures.add(Pictures.titled("step " + i, picture.get()));
        }
      }
    }
    return pictures;
  }

  private BufferedImage plane(AdversarialPair pair, Tensor truth) {
    Plane plane = new Plane(300, 300, "", -2.9, 2.9, -2.9, 2.9);
    Tensor judged = pair.critic().apply(Expr.constant(plane.lattice())).sigmoid().eval();
    plane.shade(judged, p -> Palette.mix(Palette.heat(p), Color.WHITE, 0.5));
    return points(points(plane, truth, Palette.of(0)), pair.made(400, seed(6)), Palette.of(1))
        .image();
  }

  private static Plane points(Plane plane, Tensor points, Color color) {
    Expr all = Expr.constant(points).slice(0, 0, 400);
    double[] x = all.select(1, 0).eval().toDoubleArray();
    return plane.points(x, all.select(1, 1).eval().toDoubleArray(), color, 4);
  }

  private BufferedImage grid(AdversarialPair pair, int side) {
    return new ImageGrid(8, 44, Palette::ink)
        .addAll(pair.made(40, seed(6)).reshape(40, side, side))
        .image();
  }
}
