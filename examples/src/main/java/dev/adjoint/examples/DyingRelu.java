// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Bar;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.network.NarrowNetworks;
import dev.adjoint.examples.network.NarrowNetworks.Maker;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler.LegendPosition;
import picocli.CommandLine.Command;

/**
 * Narrow and deep networks of ReLUs that are dead before they have learnt anything, and what helps
 * (Lu et al. 2019, <i>Dying ReLU and Initialization: Theory and Numerical Examples</i>).
 */
@Command(
    name = "dying-relu",
    description = "Counts narrow networks that are dead from the start, and what helps them.")
public final class DyingRelu extends Example {
  private static final String BORN = "born-dead.png";
  private static final String FITS = "fits.png";
  private static final int DEPTH = 20;
  private static final int NETS = 150;
  private static final int TRAINED_DEPTH = 10;
  private static final int TRAINED_NETS = 24;
  private static final int POINTS = 40;

  /** How networks are made. */
  private record Kind(String name, int width, Maker layer, UnaryOperator<Expr> activation) {}

  private static final Maker HE =
      (in, out, seed) -> Dense.of(in, out, Initializer.heNormal(), seed);
  private static final List<Kind> KINDS =
      List.of(
          new Kind("ReLU, He", 2, HE, Expr::relu),
          new Kind("ReLU, asymmetric", 2, Dense::asymmetric, Expr::relu),
          new Kind("leaky ReLU, He", 2, HE, x -> Activations.leakyRelu(x, 0.01)),
          new Kind("ELU, He", 2, HE, x -> Activations.elu(x, 1)),
          new Kind("ReLU, He, width 3", 3, HE, Expr::relu),
          new Kind("ReLU, He, width 4", 4, HE, Expr::relu));

  /** Creates the program. */
  public DyingRelu() {
    super(800, BORN, FITS);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new DyingRelu(), args);
  }

  @Override
  protected void run() throws IOException {
    Chart chart =
        Chart.of(760, 440, "Networks that give the same number for every input", "layers", "share");
    for (Kind kind : KINDS) {
      double[] dead = bornDead(kind);
      say("%-17s  dead after 5 layers %.3f, after 20 %.3f", kind.name, dead[4], dead[DEPTH - 1]);
      chart.line(kind.name, dead);
    }
    chart.whole().from(0).to(1).legend(LegendPosition.InsideNW);
    draw("born dead", BORN, chart::image);
    List<BufferedImage> fits = KINDS.subList(0, 4).stream().map(this::train).toList();
    String title = "24 networks of 10 layers learn |x|: in grey those that are dead";
    draw("fits", FITS, () -> Pictures.titled(title, Pictures.rows(4, fits)));
  }

  private NarrowNetworks networks(Kind kind, int nets, int depth) {
    return NarrowNetworks.of(nets, depth, kind.width, kind.activation, kind.layer, seed(0));
  }

  private static Expr line(int nets) {
    Tensor x = Tensor.linspace(DType.F32, -Math.sqrt(3), Math.sqrt(3), POINTS);
    return Expr.constant(x).reshape(1, POINTS, 1).broadcastTo(nets, POINTS, 1);
  }

  /** Returns, layer by layer, the share of networks from which nothing comes out any more. */
  private double[] bornDead(Kind kind) {
    List<Expr> shares =
        networks(kind, NETS, DEPTH).layers(line(NETS)).stream()
            .limit(DEPTH)
            .map(y -> NarrowNetworks.isConstant(y, 0).cast(DType.F32).mean())
            .toList();
    return Program.compile(List.of(), shares).run().stream().mapToDouble(Tensor::item).toArray();
  }

  /** Trains many networks at once, and draws what they have learnt. */
  private BufferedImage train(Kind kind) {
    NarrowNetworks nets = networks(kind, TRAINED_NETS, TRAINED_DEPTH);
    Parameters parameters = Parameters.of(nets.parameters());
    Expr x = line(TRAINED_NETS);
    Expr y = nets.layers(x).getLast();
    Expr loss = y.sub(x.abs()).square().mean(1, 2);
    Program step =
        Program.compile(
            List.of(),
            List.of(y, NarrowNetworks.isConstant(y, 1e-4), loss.median()),
            Adam.of(0.005).minimize(loss.sum(), parameters));
    List<Tensor> last = step.run();
    try (Bar bar = Bar.of(kind.name, epochs())) {
      for (int i = 1; i < epochs(); i++) {
        last = step.run();
        bar.step();
      }
    }
    Tensor dead = last.get(1);
    long deaths = IntStream.range(0, TRAINED_NETS).filter(dead::getBoolean).count();
    say("%-17s  trained: %d dead, median loss %.4f", kind.name, deaths, last.get(2).item());
    String title = kind.name + ": " + deaths + " dead";
    Plane plane = new Plane(300, 240, title, -1.7, 1.7, -0.2, 2);
    double[] at = x.select(0, 0).eval().toDoubleArray();
    for (int net = 0; net < TRAINED_NETS; net++) {
      double[] fit = Expr.constant(last.getFirst()).select(0, net).eval().toDoubleArray();
      plane.path(at, fit, dead.getBoolean(net) ? Palette.SOFT : Palette.of(1), 1.2f);
    }
    return plane.image();
  }
}
