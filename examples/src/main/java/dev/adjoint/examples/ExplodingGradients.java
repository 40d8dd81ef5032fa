// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.network.DeepNetworks;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.optimizer.transform.ClipByGlobalNorm;
import dev.adjoint.nn.optimizer.transform.ClipByNorm;
import dev.adjoint.nn.optimizer.transform.ClipByValue;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.nn.train.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * Weights that are too large make gradients grow from layer to layer, until a step destroys the
 * network; clipping keeps the steps short (Pascanu et al. 2013, <i>On the Difficulty of Training
 * Recurrent Neural Networks</i>).
 */
@Command(
    name = "exploding-gradients",
    description = "Trains a deep network with weights too large, with and without clipping.")
public final class ExplodingGradients extends DigitsExample {
  private static final String PICTURE = "losses.png";
  private static final double GAIN = 1.35;

  /** Creates the program. */
  public ExplodingGradients() {
    super(10, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new ExplodingGradients(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    Optimizer sgd = Sgd.of(0.03);
    Map<String, Optimizer> optimizers = new LinkedHashMap<>();
    optimizers.put("not clipped", sgd);
    optimizers.put("each number clipped at 0.01", sgd.after(new ClipByValue(0.01)));
    optimizers.put("each tensor clipped at norm 1", sgd.after(new ClipByNorm(1)));
    optimizers.put("all together clipped at norm 5", sgd.after(new ClipByGlobalNorm(5)));
    Chart chart =
        Chart.of(860, 480, "Loss of a network with weights 1.35 times too large", "step", "");
    optimizers.forEach((name, optimizer) -> {
      double[] losses = losses(name, images, optimizer);
      // The number that is none is drawn at the top: there the line ends.
      chart.line(name, Arrays.stream(losses).map(v -> Math.min(v, 1e7)).toArray());
    });
    draw("losses", PICTURE, chart.logarithmic().whole()::image);
  }

  /** Returns the loss of each step, up to the first that is no number. */
  private double[] losses(String name, DigitImages images, Optimizer optimizer) {
    Layer network =
        DeepNetworks.of(
            images.pixels(),
            Initializer.normal(GAIN * Math.sqrt(2.0 / DeepNetworks.WIDTH)),
            dense -> Sequential.of(dense, Activation.relu()),
            seed(1));
    Model model = Model.compile(network, Loss.softmaxCrossEntropy(), optimizer, Metric.accuracy());
    List<Double> losses = new ArrayList<>();
    FitOptions fit = FitOptions.epochs(epochs()).seed(seed(2));
    try {
      model.fit(images.train(), fit.listener(TrainingListener.ofSteps(losses::add)));
      double accuracy = model.evaluate(images.test()).get("accuracy");
      say("%s: loss %.3f, test accuracy %.4f", name, losses.getLast(), accuracy);
    } catch (ArithmeticException e) {
      say("%s: %s", name, e.getMessage());
    }
    return losses.stream().mapToDouble(loss -> loss).toArray();
  }
}
