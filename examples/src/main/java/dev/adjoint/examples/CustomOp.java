// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.knowm.xchart.style.Styler.LegendPosition;
import picocli.CommandLine.Command;

/** An op of one's own, {@code y = x·σ(x)}: its gradient is proven, then a model learns with it. */
@Command(
    name = "custom-op",
    description = "Checks the gradient of an op of its own, then trains a model with it.")
public final class CustomOp extends Example {
  private static final String PICTURE = "swish.png";
  private static final Tensor AXIS = Tensor.linspace(DType.F64, -6, 6, 241);

  record Swish() implements Elementwise {
    public Scalar body(List<Scalar> x) {
      return x.getFirst().div(x.getFirst().neg().exp().add(1));
    }

    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return List.of(dy.mul(y.add(x.getFirst().sigmoid().mul(y.rsub(1)))));
    }
  }

  /** Creates the program. */
  public CustomOp() {
    super(500, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new CustomOp(), args);
  }

  @Override
  protected void run() throws IOException {
    say("%s", GradCheck.check(new Swish(), Tensor.of(-2.0, 0.5, 3.0)).orThrow());
    Layer swish = (x, _) -> Expr.apply(new Swish(), x);
    var network = Sequential.of(Dense.of(1, 8, seed(1)), swish, Dense.of(8, 1, seed(2)));
    var model = Model.compile(network, Loss.meanSquaredError(), Adam.of(0.01));
    var data = new Dataset(Tensor.of(-1f, 0, 1).reshape(3, 1), Tensor.of(1f, 0, 1).reshape(3, 1));
    say("%s", model.fit(data, FitOptions.epochs(epochs())).last());
    draw("op and fit", PICTURE, () -> Pictures.beside(op(), fit(model, data)));
  }

  /** Draws the op, and its slope by the rule and by differences. */
  private static BufferedImage op() {
    Expr x = Expr.constant(AXIS);
    Expr y = Expr.apply(new Swish(), x);
    double[] at = AXIS.toDoubleArray();
    double[] values = y.eval().toDoubleArray();
    double[] differences = new double[12];
    double[] between = new double[12];
    for (int i = 0; i < 12; i++) {
      int a = 9 + 20 * i;
      between[i] = at[a + 1];
      differences[i] = (values[a + 2] - values[a]) / (at[a + 2] - at[a]);
    }
    return Chart.of(460, 380, "An op of one's own", "x", "")
        .line("x·σ(x)", at, values)
        .line(
            "its slope, by the rule",
            at,
            Autodiff.grad(y.sum(), x).getFirst().eval().toDoubleArray())
        .points("its slope, by differences", between, differences, Palette.INK)
        .legend(LegendPosition.InsideNW)
        .image();
  }

  /** Draws what a network of eight such ops makes of three points. */
  private static BufferedImage fit(Model model, Dataset data) {
    Tensor line = Tensor.linspace(DType.F32, -1.5, 1.5, 121);
    return Chart.of(460, 380, "A network of eight of them", "x", "")
        .line("learnt", line.toDoubleArray(), model.predict(line.reshape(121, 1)).toDoubleArray())
        .points(
            "examples",
            data.features().toDoubleArray(),
            data.targets().toDoubleArray(),
            Palette.of(1))
        .legend(LegendPosition.InsideN)
        .image();
  }
}
