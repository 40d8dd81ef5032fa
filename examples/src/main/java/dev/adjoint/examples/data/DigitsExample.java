// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.data;

import dev.adjoint.examples.command.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** An example on images of digits: those that come with the examples, or those of MNIST. */
public abstract class DigitsExample extends Example {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder with the four IDX files of MNIST, packed with gzip or not.")
  private Optional<Path> data = Optional.empty();

  /** Creates a program; see {@link Example}. */
  protected DigitsExample(int epochs, String... pictures) {
    super(epochs, pictures);
  }

  /** Returns whether the digits are those of MNIST. */
  protected final boolean isMnist() {
    return data.isPresent();
  }

  /** Returns the images. */
  protected final DigitImages images() throws IOException {
    return data.isPresent() ? DigitImages.mnist(data.get()) : DigitImages.builtIn(seed(0));
  }
}
