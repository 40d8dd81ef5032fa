package dev.adjoint.examples;

import dev.adjoint.exec.workers.WorkerPool;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Activation;
import dev.adjoint.nn.Adam;
import dev.adjoint.nn.ConfusionMatrix;
import dev.adjoint.nn.Dense;
import dev.adjoint.nn.Dropout;
import dev.adjoint.nn.Fit;
import dev.adjoint.nn.Flatten;
import dev.adjoint.nn.History;
import dev.adjoint.nn.Initializer;
import dev.adjoint.nn.Key;
import dev.adjoint.nn.Loss;
import dev.adjoint.nn.Metric;
import dev.adjoint.nn.Model;
import dev.adjoint.nn.Sequential;
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
  private static final int MOST_THREADS = 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides weights, split and order; 1 if not given.")
  private long seed;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often to go through the data; 40 if not given, 5 with --data.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
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

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  /** Runs the program. */
  public static void main(String... args) {
    System.exit(Commands.line(new Digits()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    checkNumbers();
    // Before anything is computed: the engine reads it only once.
    threads.ifPresent(n -> System.setProperty(WorkerPool.THREADS_PROPERTY, n.toString()));
    PrintWriter print = spec.commandLine().getOut();
    Key key = Key.of(seed);
    DigitImages images =
        data.isPresent() ? DigitImages.mnist(data.get()) : DigitImages.builtIn(key.fold(0));
    makeFolder();
    Sequential network = network(images.pixels(), key.fold(1));
    print.printf("%s%nnetwork: %s%n", images, network);

    Model model =
        Model.compile(network, Loss.softmaxCrossEntropy(), Adam.of(0.001), Metric.accuracy());
    Progress progress = new Progress(print);
    History history =
        model.fit(
            images.train(),
            Fit.epochs(epochs.orElse(data.isPresent() ? 5 : 40))
                .batchSize(data.isPresent() ? 128 : 32)
                .key(key.fold(2))
                .validation(images.test())
                .listener(progress));

    Tensor predicted = model.classify(images.test().features());
    ConfusionMatrix matrix =
        ConfusionMatrix.of(images.test().targets(), predicted, DigitImages.CLASSES);
    print.printf("%n%s%n", matrix);
    draw(history, images, predicted);
    print.printf(Locale.ROOT, "test accuracy %.4f%n", matrix.accuracy());
    print.flush();
    return CommandLine.ExitCode.OK;
  }

  /** Returns a network from images to a score for each digit. */
  private static Sequential network(int pixels, Key key) {
    return Sequential.of(
        new Flatten(),
        Dense.of(pixels, 256, Initializer.heNormal(), key.fold(0)),
        Activation.relu(),
        new Dropout(0.2),
        Dense.of(256, 128, Initializer.heNormal(), key.fold(1)),
        Activation.relu(),
        new Dropout(0.2),
        Dense.of(128, DigitImages.CLASSES, key.fold(2)));
  }

  /** Draws how the training went, and the digits that were misread. */
  private void draw(History history, DigitImages images, Tensor predicted) throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    if (Pictures.canBeDrawn()) {
      Path curves = out.resolve("learning-curves.png");
      Path mistakes = out.resolve("misclassified.png");
      Pictures.write(Pictures.curves(history), curves);
      Pictures.write(Pictures.mistakes(images.test(), predicted), mistakes);
      print.printf("learning curves: %s%nmisclassified digits: %s%n", curves, mistakes);
    } else {
      print.println("no pictures: this Java finds no font; install fontconfig and any font");
    }
  }

  private void checkNumbers() {
    if (epochs.isPresent() && epochs.get() < 1) {
      throw refuse("--epochs: expected a number of at least 1, got " + epochs.get());
    }
    if (threads.isPresent() && (threads.get() < 1 || threads.get() > MOST_THREADS)) {
      throw refuse(
          "--threads: expected a number from 1 to %s, got %s"
              .formatted(MOST_THREADS, threads.get()));
    }
  }

  /** Makes the folder before the training, so that none is in vain. */
  private void makeFolder() {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw refuse("--out: cannot make a folder of " + e.getMessage());
    }
  }

  private ParameterException refuse(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
