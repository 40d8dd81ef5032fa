// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Progress;
import dev.adjoint.examples.command.WholeNumber;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.examples.picture.ImageGrid;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.ConfusionMatrix;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains a network to read handwritten digits, then shows how well it does on digits that it has
 * never seen.
 */
@Command(
    name = "digits",
    description = "Trains a network to read handwritten digits, 5 epochs on MNIST.",
    sortOptions = false)
public final class Digits extends DigitsExample {
  private static final String CURVES = "learning-curves.png";
  private static final String MISTAKES = "misclassified.png";

  /** Reads a number of threads. */
  static final class Threads extends WholeNumber.Count {
    /** Creates one for as many as are of use. */
    Threads() {
      super(1024);
    }
  }

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Threads.class,
      description = "How many threads compute; as many as there are processors if not given.")
  private Optional<Integer> threads = Optional.empty();

  /** Creates the program. */
  public Digits() {
    super(40, CURVES, MISTAKES);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Digits(), args);
  }

  @Override
  protected void run() throws IOException {
    // Before anything is computed: the engine reads it only once.
    threads.ifPresent(n -> System.setProperty(WorkerPool.THREADS_PROPERTY, n.toString()));
    DigitImages images = images();
    Sequential network = network(images.pixels(), seed(1));
    say("%s%nnetwork: %s", images, network);

    Model model =
        Model.compile(network, Loss.softmaxCrossEntropy(), Adam.of(0.001), Metric.accuracy());
    History history =
        model.fit(
            images.train(),
            FitOptions.epochs(isMnist() && !isGiven("--epochs") ? 5 : epochs())
                .batchSize(isMnist() ? 128 : 32)
                .seed(seed(2))
                .validation(images.test())
                .listener(new Progress(printer())));

    Tensor predicted = model.classify(images.test().features());
    ConfusionMatrix matrix =
        ConfusionMatrix.of(images.test().targets(), predicted, DigitImages.CLASSES);
    say("%n%s%ntest accuracy %.4f", matrix, matrix.accuracy());
    draw("learning curves", CURVES, () -> Chart.curves(history));
    draw("misclassified digits", MISTAKES, () -> ImageGrid.mistakes(images.test(), predicted));
  }

  /** Returns a network from images to a score for each digit. */
  private static Sequential network(int pixels, Seed root) {
    return Sequential.of(
        new Flatten(),
        Dense.of(pixels, 256, Initializer.heNormal(), root.fold(0)),
        Activation.relu(),
        new Dropout(0.2),
        Dense.of(256, 128, Initializer.heNormal(), root.fold(1)),
        Activation.relu(),
        new Dropout(0.2),
        Dense.of(128, DigitImages.CLASSES, root.fold(2)));
  }
}
