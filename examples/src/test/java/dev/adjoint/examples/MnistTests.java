// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classifier on the files of MNIST: the real ones if they are there, and faulty ones. */
class MnistTests {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;
  private static final int SIDE = 28;

  @TempDir private Path folder = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makeSmallFiles() throws IOException {
    out = folder.resolve("out");
    images("train-images-idx3-ubyte", 50, 50);
    labels("train-labels-idx1-ubyte", 50);
    images("t10k-images-idx3-ubyte", 20, 20);
    labels("t10k-labels-idx1-ubyte", 20);
  }

  @Test
  void theDigitsOfMnistAreReadRight() {
    Optional<Path> data = realData();
    if (data.isEmpty()) {
      String skipped =
          "MNIST is not there, so nothing was trained on it: -Dadjoint.data=DIR names the folder"
              + " that holds mnist/";
      System.out.println(skipped);
      abort(skipped);
    }
    Outcome outcome =
        Outcome.digits("--data", data.get().toString(), "--epochs", "5", "--out", out.toString());
    assertThat(outcome.out())
        .contains("MNIST: 60000 images of 28×28 pixels to train on, 10000 to test with");
    assertThat(outcome.number("test accuracy")).isGreaterThanOrEqualTo(0.975);
  }

  /** Returns the folder of MNIST: that of the property, else one beside the project. */
  private static Optional<Path> realData() {
    String property = System.getProperty("adjoint.data");
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.exists(root.resolve("examples/index.txt"))) {
      root = root.getParent();
    }
    Path data =
        property != null ? Path.of(property) : root.resolveSibling("shared").resolve("data");
    return Optional.of(data.resolve("mnist")).filter(Files::isDirectory);
  }

  @Test
  void smallFilesOfTheSameFormAreTrainedOn() {
    Outcome outcome = digits();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("MNIST: 50 images of 28×28 pixels to train on, 20 to test with");
    assertThat(outcome.linesOf("test accuracy").getFirst()).matches("test accuracy [01]\\.\\d{4}");
  }

  @Test
  void packedFilesAreUnpacked() throws IOException {
    Path plain = folder.resolve("train-images-idx3-ubyte");
    try (OutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve(plain.getFileName() + ".gz")))) {
      Files.copy(plain, packed);
    }
    Files.delete(plain);
    assertThat(digits().err()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path nowhere = folder.resolve("nowhere");
    Outcome outcome = Outcome.digits("--data", nowhere.toString(), "--out", out.toString());
    assertFails(outcome, nowhere + ": expected a folder with MNIST, found none");
  }

  @Test
  void aMissingFileIsNamedWithWhatToPutThere() throws IOException {
    Path file = folder.resolve("t10k-labels-idx1-ubyte");
    Files.delete(file);
    assertFails(
        digits(),
        file + ": there is no such file, nor one with .gz; put the four IDX files of MNIST there");
  }

  @Test
  void aTruncatedFileIsNamedWithTheByteWhereItEnds() throws IOException {
    Path file = images("t10k-images-idx3-ubyte", 20, 19);
    assertFails(
        digits(),
        file
            + ": at byte 14912: expected 20 × 28 × 28 = 15680 bytes from byte 16 on,"
            + " but the data ends here, 784 bytes short");
  }

  @Test
  void filesThatWereSwappedAreNamed() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte");
    Files.copy(
        folder.resolve("train-labels-idx1-ubyte"), file, StandardCopyOption.REPLACE_EXISTING);
    assertFails(
        digits(),
        file
            + ": at byte 0: expected an IDX file of images, magic number 0x00000803,"
            + " found 0x00000801, an IDX file of labels");
  }

  @Test
  void labelsOfOtherImagesAreRefused() throws IOException {
    Path labels = labels("train-labels-idx1-ubyte", 49);
    assertFails(
        digits(),
        labels
            + ": at byte 4: expected as many labels as "
            + folder.resolve("train-images-idx3-ubyte")
            + " has images, 50, found 49");
  }

  private Outcome digits() {
    return Outcome.digits("--data", folder.toString(), "--epochs", "1", "--out", out.toString());
  }

  /** Checks that the program ended with one line, and before it made anything. */
  private void assertFails(Outcome outcome, String problem) {
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).containsExactly("digits: " + problem);
    assertThat(out).doesNotExist();
  }

  private Path images(String name, int declared, int present) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(16 + present * SIDE * SIDE);
    bytes.putInt(IMAGES).putInt(declared).putInt(SIDE).putInt(SIDE);
    for (int i = 0; bytes.hasRemaining(); i++) {
      bytes.put((byte) (i * 37));
    }
    return Files.write(folder.resolve(name), bytes.array());
  }

  private Path labels(String name, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(LABELS).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 10));
    }
    return Files.write(folder.resolve(name), bytes.array());
  }
}
