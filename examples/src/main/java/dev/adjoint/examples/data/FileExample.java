// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.data;

import dev.adjoint.examples.command.Example;
import dev.adjoint.nn.data.DataFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * An example on a file that does not come with it. Without {@code --data} the file is looked for in
 * the folder that the property {@code adjoint.data} names, else in {@code shared/data} beside the
 * project.
 */
public abstract class FileExample extends Example {
  private final String folder;
  private final String name;
  private final String source;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder with the data; if not given, ../shared/data is searched.")
  private Optional<Path> data = Optional.empty();

  /**
   * Creates a program; see {@link Example}.
   *
   * @param folder where the file is within the folder of all data
   * @param name the name of the file
   * @param source where to get it
   */
  protected FileExample(String folder, String name, String source, int epochs, String... pictures) {
    super(epochs, pictures);
    this.folder = folder;
    this.name = name;
    this.source = source;
  }

  /**
   * Returns the file.
   *
   * @throws DataFileException if it is not there; says where to get it
   */
  protected final Path file() throws DataFileException {
    Path file = data.orElseGet(() -> all().resolve(folder)).resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new DataFileException(
          file.toString(),
          "there is no such file; get it from %s and name its folder with --data"
              .formatted(source));
    }
    return file;
  }

  /** Returns the folder of all data: that of the property, else one beside the project. */
  public static Path all() {
    String property = System.getProperty("adjoint.data");
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.exists(root.resolve("examples/index.txt"))) {
      root = root.getParent();
    }
    return property == null ? root.resolveSibling("shared").resolve("data") : Path.of(property);
  }
}
