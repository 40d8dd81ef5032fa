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
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.nn.train.TrainingListener;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    RateSchedule growing = RateSchedule.exponential(FIRST, LAST / FIRST, steps);
    Map<String, Optimizer> optimizers = new LinkedHashMap<>();
    optimizers.put("gradient descent", Sgd.of(growing));
    optimizers.put("momentum", Sgd.of(growing).withMomentum(0.9));
    optimizers.put("Adam", Adam.of(growing));
    Chart chart = Chart.of(800, 460, "Loss while the rate grows", "rate", "loss, smoothed");
    int line = 0;
    for (Map.Entry<String, Optimizer> entry : optimizers.entrySet()) {
      double[] losses = smooth(losses(images, entry.getValue()));
      double[] rates = new double[losses.length];
      int best = 0;
      for (int i = 0; i < losses.length; i++) {
        rates[i] = FIRST * StrictMath.pow(LAST / FIRST, i / (double) steps);
        best = losses[i] < losses[best] ? i : best;
      }
      say(
          "%-16s  least loss at a rate of %.4f: begin with a third of it",
          entry.getKey(), rates[best]);
      Color color = Palette.of(line++);
      chart.line(entry.getKey(), rates, losses, color, false);
      chart.points(
          entry.getKey() + ", least",
          new double[] {rates[best]},
          new double[] {losses[best]},
          color);
    }
    draw(
        "rates",
        PICTURE,
        chart.logarithmicX().from(0).to(4).legend(LegendPosition.InsideSW)::image);
  }

  /** Returns the loss of each step, up to the one that breaks. */
  private List<Double> losses(DigitImages images, Optimizer optimizer) {
    Sequential network =
        Sequential.of(
            new Flatten(),
            Dense.of(images.pixels(), 64, Initializer.heNormal(), seed(1)),
            Activation.relu(),
            Dense.of(64, DigitImages.CLASSES, seed(2)));
    Model model = Model.compile(network, Loss.softmaxCrossEntropy(), optimizer);
    List<Double> losses = new ArrayList<>();
    try {
      model.fit(
          images.train(),
          FitOptions.epochs(epochs())
              .batchSize(BATCH)
              .seed(seed(3))
              .listener(TrainingListener.ofSteps(losses::add)));
    } catch (ArithmeticException e) {
      say("%s", e.getMessage());
    }
    return losses;
  }

  /** Returns running means of losses, in which each step counts 0.05. */
  private static double[] smooth(List<Double> losses) {
    double[] smooth = new double[losses.size()];
    double mean = 0;
    double weight = 0;
    for (int i = 0; i < smooth.length; i++) {
      mean = 0.95 * mean + 0.05 * Math.min(losses.get(i), 100);
      weight = 0.95 * weight + 0.05;
      smooth[i] = mean / weight;
    }
    return smooth;
  }
}
