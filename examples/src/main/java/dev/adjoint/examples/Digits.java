// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

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
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains a network to read handwritten digits, then shows how well it does on digits that it has
 * never seen.
 */
@Command(
    name = "digits",
    description = "Trains a network to read handwritten digits.",
    sortOptions = false)
public final class Digits implements Callable<Integer> {
  private static final String CURVES = "learning-curves.png";
  private static final String MISTAKES = "misclassified.png";

  /** Reads a number of threads. */
  static final class Threads extends WholeNumber.Count {
    /** Creates one for as many as are of use. */
    Threads() {
      super(1024);
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      converter = WholeNumber.Seed.class,
      description = "Decides weights, split and order; 1 if not given.")
  private long seed;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "How often to go through the data; 40 if not given, 5 with --data.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Threads.class,
      description = "How many threads compute; as many as there are processors if not given.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/digits",
      description = "Where to put the pictures; target/digits if not given.")
  private Path out = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder with the four IDX files of MNIST, packed with gzip or not.")
  private Optional<Path> data = Optional.empty();

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Digits(), args);
  }

  @Override
  public Integer call() throws IOException {
    // Before anything is computed: the engine reads it only once.
    threads.ifPresent(n -> System.setProperty(WorkerPool.THREADS_PROPERTY, n.toString()));
    PrintWriter print = spec.commandLine().getOut();
    Seed root = Seed.of(seed);
    DigitImages images =
        data.isPresent() ? DigitImages.mnist(data.get()) : DigitImages.builtIn(root.fold(0));
    makeFolder();
    Sequential network = network(images.pixels(), root.fold(1));
    print.println(images);
    print.println("network: " + network);

    Model model =
        Model.compile(network, Loss.softmaxCrossEntropy(), Adam.of(0.001), Metric.accuracy());
    Progress progress = new Progress(print);
    History history =
        model.fit(
            images.train(),
            FitOptions.epochs(epochs.orElse(data.isPresent() ? 5 : 40))
                .batchSize(data.isPresent() ? 128 : 32)
                .seed(root.fold(2))
                .validation(images.test())
                .listener(progress));

    Tensor predicted = model.classify(images.test().features());
    ConfusionMatrix matrix =
        ConfusionMatrix.of(images.test().targets(), predicted, DigitImages.CLASSES);
    print.printf(Locale.ROOT, "%n%s%ntest accuracy %.4f%n", matrix, matrix.accuracy());
    print.flush(); // before the pictures, which may fail
    draw(history, images, predicted);
    return CommandLine.ExitCode.OK;
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

  /** Draws how the training went, and the digits that were misread. */
  private void draw(History history, DigitImages images, Tensor predicted) throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    if (!Pictures.canBeDrawn()) {
      print.println("no pictures: this Java finds no font; install fontconfig and any font");
      return;
    }
    Pictures.write(Pictures.curves(history), out.resolve(CURVES));
    print.println("learning curves: " + out.resolve(CURVES));
    Pictures.write(Pictures.mistakes(images.test(), predicted), out.resolve(MISTAKES));
    print.println("misclassified digits: " + out.resolve(MISTAKES));
  }

  /** Makes the folder and tries to write there before the training, so that none is in vain. */
  private void makeFolder() {
    try {
      Files.createDirectories(out);
      Files.delete(Files.createTempFile(out, ".try", ""));
    } catch (IOException e) {
      throw refuse("expected a folder to write to, got " + Commands.describe(e));
    }
    for (String picture : new String[] {CURVES, MISTAKES}) {
      if (Files.isDirectory(out.resolve(picture))) {
        throw refuse("expected room for a picture, found a folder: " + out.resolve(picture));
      }
    }
  }

  private ParameterException refuse(String problem) {
    return new ParameterException(spec.commandLine(), "--out: " + problem);
  }
}
