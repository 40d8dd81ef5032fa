// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.style.Styler.LegendPosition;
import picocli.CommandLine.Command;

/** All schedules of the rate: their curves and what they do to a training. */
@Command(
    name = "schedules",
    description = "Draws the rates of all schedules, and what they do to the same training.")
public final class Schedules extends DigitsExample {
  private static final String RATES = "rates.png";
  private static final String LOSSES = "losses.png";
  private static final int BATCH = 32;

  /** Creates the program. */
  public Schedules() {
    super(12, RATES, LOSSES);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Schedules(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    int perEpoch = (images.train().size() + BATCH - 1) / BATCH;
    int steps = epochs() * perEpoch;
    Map<String, RateSchedule> schedules = schedules(0.5, steps, perEpoch);
    Map<String, History> histories = new LinkedHashMap<>();
    schedules.forEach((name, schedule) -> {
      FitOptions fit = FitOptions.epochs(epochs()).batchSize(BATCH).seed(seed(2));
      History history = model(images, schedule).fit(images.train(), fit.validation(images.test()));
      histories.put(name, history);
      History.Epoch last = history.last();
      say(
          "%-20s  training loss %.5f  test loss %.4f  accuracy %.4f",
          name, last.get("loss"), last.get("val_loss"), last.get("val_accuracy"));
    });
    draw("rates", RATES, () -> rates(schedules, steps));
    draw("losses", LOSSES, () -> losses(histories));
  }

  private static Map<String, RateSchedule> schedules(double peak, int steps, int perEpoch) {
    Map<String, RateSchedule> all = new LinkedHashMap<>();
    all.put("constant", RateSchedule.constant(peak));
    all.put("inverse time", RateSchedule.inverseTime(peak, 4.0 / perEpoch));
    all.put("step decay", RateSchedule.stepDecay(peak, 0.5, steps / 6));
    all.put("several steps", RateSchedule.multiStep(peak, 0.1, steps / 2, steps * 4 / 5));
    all.put("exponential", RateSchedule.exponential(peak, 0.1, steps / 2));
    all.put("polynomial", RateSchedule.polynomial(peak, 0, steps, 2));
    all.put("cosine", RateSchedule.cosine(peak, 0, steps));
    all.put("cosine restarts", RateSchedule.cosineRestarts(peak, 0, steps / 7, 2));
    all.put("one cycle", RateSchedule.oneCycle(peak, steps));
    all.put("cyclical", RateSchedule.cyclical(peak / 10, peak, steps / 8));
    all.put("warm-up, cosine", RateSchedule.cosine(peak, 0, steps * 7 / 8).warmUp(steps / 8));
    all.put("inverse square root", RateSchedule.inverseSquareRoot(peak, steps / 8));
    return all;
  }

  private Model model(DigitImages images, RateSchedule rate) {
    return Model.compile(
        Sequential.of(
            new Flatten(),
            Dense.of(images.pixels(), 64, Initializer.heNormal(), seed(0).fold(1)),
            Activation.relu(),
            Dense.of(64, DigitImages.CLASSES, seed(0).fold(2))),
        Loss.softmaxCrossEntropy(),
        Sgd.of(rate),
        Metric.accuracy());
  }

  private static BufferedImage rates(Map<String, RateSchedule> schedules, int steps) {
    Expr step = Expr.constant(Tensor.arange(DType.F64, steps));
    List<BufferedImage> planes = new ArrayList<>();
    schedules.forEach((name, schedule) -> {
      Tensor rate = schedule.at(step).broadcastTo(steps).eval();
      Plane plane = new Plane(240, 126, name, 0, steps, 0, 0.52);
      double[] x = Tensor.arange(DType.F64, steps).toDoubleArray();
      planes.add(plane.path(x, rate.toDoubleArray(), Palette.of(0), 2.4f).image());
    });
    return Pictures.titled("Rates by step", Pictures.rows(4, planes));
  }

  private static BufferedImage losses(Map<String, History> histories) {
    Chart chart = Chart.of(900, 520, "Training loss by schedule", "epoch", "").logarithmic();
    histories.forEach((name, history) -> chart.line(name, history.series("loss")));
    return chart.whole().legend(LegendPosition.OutsideE).image();
  }
}
