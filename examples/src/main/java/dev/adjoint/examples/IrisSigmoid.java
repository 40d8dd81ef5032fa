// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.FileExample;
import dev.adjoint.examples.data.Iris;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.nn.train.TrainingListener;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** A sigmoid neuron on two kinds of iris that no line parts: it says how sure it is. */
@Command(
    name = "sigmoid-neuron",
    description =
        "Follows a sigmoid neuron that tells two kinds of iris apart, and how sure it is.")
public final class IrisSigmoid extends FileExample {
  private static final String PICTURE = "probabilities.png";

  /** Creates the program. */
  public IrisSigmoid() {
    super("iris", Iris.FILE, Iris.SOURCE, 2000, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new IrisSigmoid(), args);
  }

  @Override
  protected void run() throws IOException {
    Iris iris = Iris.read(file(), 1);
    Model model =
        Model.compile(
            Sequential.of(Dense.of(2, 1, seed(1)), Activation.sigmoid()),
            Loss.binaryCrossEntropy(),
            Sgd.of(0.2).withMomentum(0.9),
            Metric.binaryAccuracy(0.5));
    Tensor lattice = plane("").lattice();
    Map<Integer, Tensor> probabilities = new LinkedHashMap<>();
    TrainingListener watch =
        TrainingListener.ofEpochs(epoch -> {
          int n = epoch.number();
          if (n == 1 || n == 10 || n == 100 || n == epochs()) {
            say("epoch %4d  loss %.4f", n, epoch.get(History.LOSS));
            probabilities.put(n, model.predict(lattice));
          }
        });
    Dataset data = iris.data();
    model.fit(
        data, FitOptions.epochs(epochs()).batchSize(data.size()).seed(seed(2)).listener(watch));

    Map<String, Double> figures = model.evaluate(data);
    say("loss %.4f, accuracy %.4f", figures.get("loss"), figures.get("accuracy"));
    draw("probabilities", PICTURE, () -> picture(iris, probabilities));
  }

  private static Plane plane(String title) {
    return new Plane(420, 330, title, 2.5, 7.5, 0.8, 2.8);
  }

  private static BufferedImage picture(Iris iris, Map<Integer, Tensor> probabilities) {
    List<BufferedImage> pictures = new ArrayList<>();
    probabilities.forEach((epoch, p) -> {
      Plane plane = plane("after " + epoch + " epochs");
      plane.shade(p, v -> Palette.mix(Palette.signed(2 * v - 1), Color.WHITE, 0.45));
      plane.contours(p, Palette.SOFT, 1, 0.1, 0.3, 0.7, 0.9);
      plane.contours(p, Palette.INK, 2.5f, 0.5);
      for (int kind = 0; kind < 2; kind++) {
        plane.points(iris.measure(0, kind), iris.measure(1, kind), Palette.of(kind), 8);
      }
      pictures.add(plane.image());
    });
    return Pictures.titled(
        "How sure the neuron is of %s, from blue (not at all) to orange".formatted(iris.kind(1)),
        Pictures.rows(2, pictures));
  }
}
