// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.augment.Augmentation;
import dev.adjoint.nn.data.augment.RandomAffine;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.DropConnect;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.GaussianNoise;
import dev.adjoint.nn.layer.PenalizedWeights;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.loss.Penalty;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.EarlyStopping;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** A network with far more weights than its few examples need, and eight ways to restrain it. */
@Command(
    name = "regularisation",
    description = "Trains on few digits with L1, L2, dropout, DropConnect, noise and more.")
public final class Regularisation extends DigitsExample {
  private static final String PICTURE = "curves.png";
  private static final int EXAMPLES = 120;
  private static final int HIDDEN = 256;

  /** A network, and how it is trained. */
  private record Way(String name, Layer network, FitOptions fit) {}

  /** Creates the program. */
  public Regularisation() {
    super(150, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Regularisation(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    int[] order = seed(1).permutation(images.train().size());
    Dataset few = images.train().rows(Arrays.copyOf(order, EXAMPLES));
    say("%s; %d of them to train on", images, EXAMPLES);
    List<BufferedImage> charts = new ArrayList<>();
    for (Way way : ways(images.pixels())) {
      Model model =
          Model.compile(
              way.network,
              Loss.softmaxCrossEntropy(),
              Adam.of(0.002),
              Metric.logLoss(),
              Metric.accuracy());
      FitOptions fit = way.fit.validation(images.test()).seed(seed(2));
      History history = model.fit(few, fit);
      Map<String, Double> train = model.evaluate(few);
      Map<String, Double> test = model.evaluate(images.test());
      say(
          "%-14s  loss: training %.4f, test %.4f;  accuracy: training %.4f, test %.4f",
          way.name,
          train.get("logLoss"),
          test.get("logLoss"),
          train.get("accuracy"),
          test.get("accuracy"));
      charts.add(chart(way.name, history));
    }
    draw("curves", PICTURE, () -> Pictures.rows(3, charts));
  }

  /** Each way has layers of its own, which begin with the same weights. */
  private List<Way> ways(int p) {
    FitOptions fit = FitOptions.epochs(epochs());
    FitOptions stopping = fit.earlyStopping(EarlyStopping.smallest("val_logLoss", 5));
    Augmentation moved = new RandomAffine(10, 0.08, 0.9, 1.1);
    Layer no = Sequential.of();
    return List.of(
        new Way("none", net(p, no, no, last()), fit),
        new Way("L1", PenalizedWeights.of(net(p, no, no, last()), Penalty.l1(3e-4)), fit),
        new Way("L2", PenalizedWeights.of(net(p, no, no, last()), Penalty.l2(2e-3)), fit),
        new Way("dropout", net(p, no, new Dropout(0.5), last()), fit),
        new Way("DropConnect", net(p, no, no, new DropConnect(last(), 0.5)), fit),
        new Way("noise", net(p, new GaussianNoise(0.25), no, last()), fit),
        new Way("batch norm", net(p, no, BatchNorm.of(HIDDEN), last()), fit),
        new Way("early stopping", net(p, no, no, last()), stopping),
        new Way("augmentation", net(p, no, no, last()), fit.augmentation(moved)));
  }

  /** Returns a network of two wide layers, with room at its beginning and before its end. */
  private Layer net(int pixels, Layer first, Layer between, Layer last) {
    Initializer he = Initializer.heNormal();
    return Sequential.of(
        first,
        new Flatten(),
        Dense.of(pixels, HIDDEN, he, seed(3)),
        Activation.relu(),
        Dense.of(HIDDEN, HIDDEN, he, seed(4)),
        Activation.relu(),
        between,
        last);
  }

  private Dense last() {
    return Dense.of(HIDDEN, DigitImages.CLASSES, seed(5));
  }

  private static BufferedImage chart(String name, History history) {
    double[] test = history.series("val_logLoss");
    double least = Arrays.stream(test).min().orElseThrow();
    String title = String.format(Locale.ROOT, "%s: least test loss %.3f", name, least);
    return Chart.of(400, 270, title, "", "")
        .whole()
        .from(0)
        .to(1)
        .line("training", history.series("logLoss"))
        .line("test", test)
        .image();
  }
}
