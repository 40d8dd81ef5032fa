// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.command;

import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.nn.Seed;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A program with the options that most examples have, which prints figures and draws pictures. */
public abstract class Example implements Callable<Integer> {
  private final List<String> pictures;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = WholeNumber.Seed.class,
      description = "Decides all random numbers; ${DEFAULT-VALUE} if not given.")
  private long seed = 1;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "How long to train; ${DEFAULT-VALUE} if not given.")
  private int epochs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to put the pictures; ${DEFAULT-VALUE} if not given.")
  private Path out;

  /**
   * Creates a program.
   *
   * @param epochs how long it trains if nobody says otherwise
   * @param pictures the names of the files that it draws
   */
  protected Example(int epochs, String... pictures) {
    this.epochs = epochs;
    this.pictures = List.of(pictures);
    this.out = Path.of("target", getClass().getAnnotation(Command.class).name());
  }

  /** Does what the program is for. */
  protected abstract void run() throws IOException;

  @Override
  public final Integer call() throws IOException {
    boolean isNew = !Files.exists(out);
    makeFolder();
    try {
      run();
    } finally {
      if (isNew) {
        removeIfEmpty();
      }
    }
    return CommandLine.ExitCode.OK;
  }

  /** Leaves no folder behind where nothing was drawn. */
  private void removeIfEmpty() throws IOException {
    if (Files.isDirectory(out)) {
      try (Stream<Path> files = Files.list(out)) {
        if (files.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(out);
    }
  }

  /** Returns a source of random numbers for each purpose. */
  protected final Seed seed(long purpose) {
    return Seed.of(seed).fold(purpose);
  }

  /** Returns how long to train. */
  protected final int epochs() {
    return epochs;
  }

  /** Returns whether an option was given. */
  protected final boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Prints a line, formatted as {@link String#format} does. */
  protected final void say(String format, Object... arguments) {
    printer().println(String.format(Locale.ROOT, format, arguments));
    printer().flush();
  }

  /** Returns where lines go. */
  protected final PrintWriter printer() {
    return spec.commandLine().getOut();
  }

  /** Draws a picture to a file, and says where it is. */
  protected final void draw(String what, String file, Supplier<BufferedImage> picture)
      throws IOException {
    if (!Pictures.canBeDrawn()) {
      say("no picture of the %s: this Java finds no font; install fontconfig and any font", what);
      return;
    }
    Pictures.write(picture.get(), out.resolve(file));
    say("%s: %s", what, out.resolve(file));
  }

  /** Makes the folder and tries to write there before the training, so that none is in vain. */
  private void makeFolder() {
    try {
      Files.createDirectories(out);
      Files.delete(Files.createTempFile(out, ".try", ""));
    } catch (IOException e) {
      throw refuse("expected a folder to write to, got " + Commands.describe(e));
    }
    for (String picture : pictures) {
      if (Files.isDirectory(out.resolve(picture))) {
        throw refuse("expected room for a picture, found a folder: " + out.resolve(picture));
      }
    }
  }

  private ParameterException refuse(String problem) {
    return new ParameterException(spec.commandLine(), "--out: " + problem);
  }
}
