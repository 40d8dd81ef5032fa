// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.schedule.AdjustableRate;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.nn.train.Model;
import dev.adjoint.nn.train.RateCurve;
import dev.adjoint.nn.train.RateSweep;
import java.awt.Color;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.style.Styler.LegendPosition;
import picocli.CommandLine.Command;

/**
 * Finds a rate by letting it grow until the training breaks (Smith 2017, <i>Cyclical Learning Rates
 * for Training Neural Networks</i>, section 3.3).
 */
@Command(
    name = "rate-finder",
    description = "Lets the rate of a training grow until it breaks, to find a good one.")
public final class RateRange extends DigitsExample {
  private static final String PICTURE = "rates.png";
  private static final double FIRST = 1e-5;
  private static final double LAST = 10;
  private static final int BATCH = 32;

  /** Creates the program. */
  public RateRange() {
    super(8, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new RateRange(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    int steps = epochs() * ((images.train().size() + BATCH - 1) / BATCH);
    Map<String, Function<RateSchedule, Optimizer>> optimizers = new LinkedHashMap<>();
    optimizers.put("gradient descent", Sgd::of);
    optimizers.put("momentum", rate -> Sgd.of(rate).withMomentum(0.9));
    optimizers.put("Adam", Adam::of);
    Chart chart = Chart.of(800, 460, "Loss while the rate grows", "rate", "loss, smoothed");
    int line = 0;
    for (var entry : optimizers.entrySet()) {
      AdjustableRate rate = AdjustableRate.of(FIRST);
      Model model = model(images.pixels(), entry.getValue().apply(rate));
      RateSweep sweep =
          RateSweep.of(rate)
              .between(FIRST, LAST)
              .steps(steps)
              .batchSize(BATCH)
              .smoothing(0.95)
              .seed(seed(3));
      RateCurve curve = sweep.run(model, images.train());
      say(
          "%-16s  least loss at a rate of %.4f: begin with %.4f, where it falls most",
          entry.getKey(), curve.lowest(), curve.steepest());
      double[] rates = curve.rates().toArray();
      double[] losses = curve.losses().toArray();
      int best = curve.rates().indexOf(curve.steepest());
      Color color = Palette.of(line++);
      chart.line(entry.getKey(), rates, losses, color, false);
      chart.points(
          entry.getKey() + ", steepest",
          new double[] {rates[best]},
          new double[] {losses[best]},
          color);
    }
    draw(
        "rates",
        PICTURE,
        chart.logarithmicX().from(0).to(4).legend(LegendPosition.InsideSW)::image);
  }

  /** Returns a model that begins with the same weights whatever trains it. */
  private Model model(int pixels, Optimizer optimizer) {
    Sequential network =
        Sequential.of(
            new Flatten(),
            Dense.of(pixels, 64, Initializer.heNormal(), seed(1)),
            Activation.relu(),
            Dense.of(64, DigitImages.CLASSES, seed(2)));
    return Model.compile(network, Loss.softmaxCrossEntropy(), optimizer);
  }
}
