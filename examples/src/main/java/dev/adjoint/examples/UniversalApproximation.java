// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.optimizer.Lbfgs;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/**
 * One hidden layer comes as near to a function as one wants, if it is wide enough (Cybenko 1989,
 * <i>Approximation by Superpositions of a Sigmoidal Function</i>).
 */
@Command(
    name = "universal-approximation",
    description = "Fits one function with one hidden layer of more and more neurons.")
public final class UniversalApproximation extends Example {
  private static final String PICTURE = "fits.png";
  private static final int[] WIDTHS = {1, 2, 4, 8, 16};
  private static final int POINTS = 200;

  /** Creates the program. */
  public UniversalApproximation() {
    super(400, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new UniversalApproximation(), args);
  }

  @Override
  protected void run() throws IOException {
    List<Fit> fits = new ArrayList<>();
    for (Activation activation : List.of(Activation.tanh(), Activation.relu())) {
      for (int width : WIDTHS) {
        Fit fit = fit(activation, width);
        say("%s, %2d neurons: error %.4f", activation.name(), width, fit.error);
        fits.add(fit);
      }
    }
    draw("fits", PICTURE, () -> picture(fits));
  }

  /** A fit, with what each neuron adds to it: {@code [points, width]}. */
  private record Fit(String title, double error, double[] y, Tensor parts) {}

  private static Expr line() {
    return Expr.constant(Tensor.linspace(DType.F64, -1, 1, POINTS)).reshape(POINTS, 1);
  }

  /** The function: a wave that gets faster, on a slope. */
  private static Expr target(Expr x) {
    return x.add(1.3).square().mul(3).sin().add(x.mul(0.5));
  }

  /** Returns the best of five fits from different first weights. */
  private Fit fit(Activation activation, int width) {
    Expr x = line();
    double best = Double.POSITIVE_INFINITY;
    List<Tensor> found = List.of();
    for (int attempt = 0; attempt < 5; attempt++) {
      Seed seed = seed(1).fold(width).fold(attempt);
      Dense first = Dense.of(1, width, Initializer.normal(4), DType.F64, seed.fold(0));
      // Each neuron begins to bend somewhere between -1 and 1.
      Expr bend = RandomKey.of(seed.bits()).uniform(first.bias().type(), -1, 1);
      first.bias().set(bend.mul(first.weight().select(0, 0)).neg().eval());
      Dense last = Dense.of(width, 1, Initializer.normal(0.3), DType.F64, seed.fold(2));
      Expr hidden = activation.apply(first.apply(x));
      Expr y = last.apply(hidden);
      Expr loss = y.sub(target(x)).square().mean();
      Lbfgs.Minimum minimum =
          Lbfgs.of(epochs()).minimize(loss, Sequential.of(first, last).parameters());
      if (minimum.loss() < best) {
        best = minimum.loss();
        Expr parts = hidden.mul(last.weight().t());
        found = Program.compile(List.of(), List.of(y, loss.sqrt(), parts)).run();
      }
    }
    return new Fit(
        activation.name() + ", " + width,
        found.get(1).item(),
        found.getFirst().toDoubleArray(),
        found.get(2));
  }

  private static BufferedImage picture(List<Fit> fits) {
    double[] x = line().eval().toDoubleArray();
    double[] wanted = target(line()).eval().toDoubleArray();
    List<BufferedImage> planes = new ArrayList<>();
    for (Fit fit : fits) {
      String title = String.format(Locale.ROOT, "%s: error %.3f", fit.title, fit.error);
      Plane plane = new Plane(261, 216, title, -1, 1, -2, 2);
      int width = fit.parts.shape().dim(1);
      for (int i = 0; i < width; i++) {
        double[] part = Expr.constant(fit.parts).select(1, i).eval().toDoubleArray();
        plane.path(x, part, Palette.mix(Palette.of(2), Color.WHITE, 0.55), 1);
      }
      plane.path(x, wanted, Palette.mix(Palette.SOFT, Color.WHITE, 0.35), 6);
      planes.add(plane.path(x, fit.y, Palette.of(1), 2.2f).image());
    }
    return Pictures.titled(
        "A function (grey), the fit of one hidden layer (orange), and what its neurons add (green)",
        Pictures.rows(WIDTHS.length, planes));
  }
}
