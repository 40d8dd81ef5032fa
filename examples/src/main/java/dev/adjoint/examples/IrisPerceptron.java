// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.FileExample;
import dev.adjoint.examples.data.Iris;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.layer.Perceptron;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.nn.train.TrainingListener;
import dev.adjoint.ops.Parameter;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Rosenblatt's rule on irises: it ends where a line parts two kinds, and never where none does. */
@Command(
    name = "perceptron",
    description = "Follows a perceptron on irises that a line parts, and on some that none does.")
public final class IrisPerceptron extends FileExample {
  private static final String PICTURE = "boundaries.png";

  /** A perceptron, with its line {@code w·x + b = 0} and its mistakes in each epoch. */
  private record Trained(Iris iris, Model model, List<double[]> lines, int[] mistakes) {}

  /** Creates the program. */
  public IrisPerceptron() {
    super("iris", Iris.FILE, Iris.SOURCE, 40, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new IrisPerceptron(), args);
  }

  @Override
  protected void run() throws IOException {
    Trained parted = train(Iris.read(file(), 0));
    Trained mixed = train(Iris.read(file(), 1));
    draw("lines", PICTURE, () -> Pictures.beside(picture(parted), picture(mixed)));
  }

  private Trained train(Iris iris) {
    // With one example at a time and this loss, gradient descent is Rosenblatt's rule.
    Model model = Model.compile(Perceptron.of(2, 1), Loss.meanSquaredError(), Sgd.of(0.05));
    List<double[]> lines = new ArrayList<>();
    TrainingListener watch = TrainingListener.ofEpochs(_ -> lines.add(line(model)));
    History history =
        model.fit(
            iris.data(), FitOptions.epochs(epochs()).batchSize(1).seed(seed(1)).listener(watch));

    int[] mistakes =
        Arrays.stream(history.series(History.LOSS))
            .mapToInt(loss -> (int) Math.round(loss * iris.data().size()))
            .toArray();
    say("%s and %s, mistakes by epoch: %s", iris.kind(0), iris.kind(1), Arrays.toString(mistakes));
    double[] w = lines.getLast();
    say("  last line: %.3f·length + %.3f·width + %.3f = 0", w[0], w[1], w[2]);
    say("  misread in the end %d", Math.round(model.evaluate(iris.data()).get("loss") * 100));
    return new Trained(iris, model, lines, mistakes);
  }

  private static double[] line(Model model) {
    Map<String, Parameter> parameters = model.parameters().trained();
    Tensor w = parameters.get("dense.weight").value();
    return new double[] {
      w.getDouble(0, 0), w.getDouble(1, 0), parameters.get("dense.bias").value().getDouble(0)
    };
  }

  private static BufferedImage picture(Trained trained) {
    Iris iris = trained.iris();
    int last = trained.mistakes()[trained.mistakes().length - 1];
    String title =
        "%s and %s: %s"
            .formatted(
                iris.kind(0),
                iris.kind(1),
                last == 0 ? "the rule has ended" : last + " mistakes in the last epoch");
    Plane plane =
        iris.first() == 0
            ? new Plane(540, 420, title, 0.5, 5.5, 0, 2)
            : new Plane(540, 420, title, 2.5, 7.5, 0.8, 2.8);
    plane.shade(
        trained.model().predict(plane.lattice()),
        kind -> Palette.mix(Palette.of((int) kind), Color.WHITE, 0.82));
    int epochs = trained.lines().size();
    for (int i = 0; i < epochs; i++) {
      double[] w = trained.lines().get(i);
      Color faint = Palette.mix(Color.WHITE, Palette.SOFT, 0.35 + 0.65 * i / epochs);
      plane.line(w[0], w[1], w[2], i == epochs - 1 ? Palette.INK : faint, i == epochs - 1 ? 3 : 1);
    }
    for (int kind = 0; kind < 2; kind++) {
      plane.points(iris.measure(0, kind), iris.measure(1, kind), Palette.of(kind), 9);
    }
    return plane.image();
  }
}
