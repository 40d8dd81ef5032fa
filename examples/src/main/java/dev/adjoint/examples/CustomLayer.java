// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.gradcheck.Report;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/**
 * A layer of one's own, radial basis functions, in a model like any other (Broomhead and Lowe 1988,
 * <i>Multivariable Functional Interpolation and Adaptive Networks</i>).
 */
@Command(
    name = "custom-layer",
    description = "Writes a layer of its own, checks its gradient and trains it on two spirals.")
public final class CustomLayer extends Example {
  private static final String PICTURE = "spirals.png";
  private static final int POINTS = 240;

  /**
   * The layer {@code exp(−s·‖x − c‖²)} with a centre {@code c} and a sharpness {@code s} for each
   * output, {@code [batch, in] → [batch, out]}. A record's parameters are found by themselves.
   */
  record Radial(Parameter centres, Parameter sharpness) implements Layer {
    static Radial of(int in, int out, Seed seed) {
      TensorType type = TensorType.of(DType.F32, out, in);
      return new Radial(
          Parameter.of("centres", Initializer.normal(1).draw(type, in, out, seed)),
          Parameter.of("sharpness", Tensor.full(DType.F32, Shape.of(out), 2)));
    }

    @Override
    public Expr apply(Expr x, ForwardContext context) {
      Expr squares = x.expandDims(1).sub(centres).square().sum(2);
      return squares.mul(sharpness).neg().exp();
    }
  }

  /** Creates the program. */
  public CustomLayer() {
    super(400, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new CustomLayer(), args);
  }

  @Override
  protected void run() throws IOException {
    Radial radial = Radial.of(2, 32, seed(1));
    Dataset spirals = spirals();
    Expr some = Expr.constant(spirals.rows(0, 1, 2, 3).features());
    Report report =
        GradCheck.of(radial.apply(some).square().sum(), radial.parameters().list()).run();
    say("%s", report.orThrow().toString().lines().findFirst().orElseThrow());

    Model model =
        Model.compile(
            Sequential.of(radial, Dense.of(32, 1, seed(2))),
            Loss.sigmoidCrossEntropy(),
            Adam.of(0.02),
            Metric.binaryAccuracy(0));
    say("%s", model.parameters());
    model.fit(spirals, FitOptions.epochs(epochs()).seed(seed(3)));
    Map<String, Double> figures = model.evaluate(spirals);
    say("loss %.4f, accuracy %.4f", figures.get("loss"), figures.get("accuracy"));
    draw("spirals", PICTURE, () -> picture(model, radial, spirals));
  }

  /** Returns points on two spirals, {@code [n, 2]}, and which one each is on. */
  private Dataset spirals() {
    Expr t = Expr.constant(Tensor.arange(DType.F32, POINTS)).div(POINTS);
    Expr kind = Expr.constant(Tensor.arange(DType.F32, POINTS)).remainder(2);
    Expr angle = t.mul(3 * Math.PI).add(kind.mul(Math.PI));
    Expr radius = t.mul(1.8).add(0.15);
    Expr points = Expr.stack(1, angle.cos().mul(radius), angle.sin().mul(radius));
    Expr noise = RandomKey.of(seed(4).bits()).normal(points.type()).mul(0.05);
    return new Dataset(points.add(noise).eval(), kind.reshape(POINTS, 1).eval());
  }

  private static BufferedImage picture(Model model, Radial radial, Dataset spirals) {
    Plane plane =
        new Plane(540, 540, "Two spirals, and the centres of the layer", -2.4, 2.4, -2.4, 2.4);
    Tensor p = Expr.constant(model.predict(plane.lattice())).sigmoid().eval();
    plane.shade(p, v -> Palette.mix(Palette.signed(2 * v - 1), Color.WHITE, 0.45));
    plane.contours(p, Palette.INK, 2, 0.5);
    for (int kind = 0; kind < 2; kind++) {
      int wanted = kind;
      int[] rows =
          IntStream.range(0, POINTS)
              .filter(i -> spirals.targets().getInt(i, 0) == wanted)
              .toArray();
      points(plane, spirals.rows(rows).features(), Palette.of(kind), 8);
    }
    return points(plane, radial.centres().value(), Palette.INK, 6).image();
  }

  private static Plane points(Plane plane, Tensor points, Color color, double size) {
    Expr all = Expr.constant(points);
    double[] x = all.select(1, 0).eval().toDoubleArray();
    return plane.points(x, all.select(1, 1).eval().toDoubleArray(), color, size);
  }
}
