// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.data;

import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.DataFileException;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.Idx;
import dev.adjoint.nn.data.LabelledCsv;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Images of handwritten digits with pixels from 0 to 1, {@code [n, rows, columns]}.
 *
 * @param name where they come from
 * @param train those to train on
 * @param test those held back
 */
public record DigitImages(String name, Dataset train, Dataset test) {
  /** The number of digits there are. */
  public static final int CLASSES = 10;

  private static final String RESOURCE = "digits.csv.gz";
  private static final int SIDE = 8;
  private static final int INK = 16;
  private static final double TEST_SHARE = 0.2;

  /**
   * Returns the 1,797 digits that come with this program; see {@code digits-NOTICE.txt} beside
   * them.
   *
   * @param seed decides which ones are held back, a fifth
   */
  public static DigitImages builtIn(Seed seed) throws IOException {
    InputStream stream =
        Objects.requireNonNull(DigitImages.class.getResourceAsStream(RESOURCE), RESOURCE);
    Dataset rows = new LabelledCsv(SIDE * SIDE, 0, INK, CLASSES).read(stream, RESOURCE);
    float[] pixels = rows.features().toFloatArray();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] /= INK;
    }
    Tensor images = Tensor.of(pixels).reshape(rows.size(), SIDE, SIDE);
    Dataset.Split split = new Dataset(images, rows.targets()).stratifiedSplit(TEST_SHARE, seed);
    return new DigitImages("UCI optical digits", split.train(), split.test());
  }

  /**
   * Returns the digits of MNIST.
   *
   * @param folder holds the four files, packed or not
   * @throws DataFileException if a file is missing or not what it should be
   */
  public static DigitImages mnist(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataFileException(folder.toString(), "expected a folder with MNIST, found none");
    }
    return new DigitImages("MNIST", dataset(folder, "train"), dataset(folder, "t10k"));
  }

  private static Dataset dataset(Path folder, String part) throws IOException {
    return Idx.dataset(
        file(folder, part + "-images-idx3-ubyte"),
        file(folder, part + "-labels-idx1-ubyte"),
        CLASSES);
  }

  private static Path file(Path folder, String name) throws IOException {
    Path packed = folder.resolve(name + ".gz");
    Path plain = folder.resolve(name);
    if (!Files.exists(plain) && !Files.exists(packed)) {
      throw new DataFileException(
          plain.toString(),
          "there is no such file, nor one with .gz; put the four IDX files of MNIST there");
    }
    return Files.exists(plain) ? plain : packed;
  }

  /** Returns the number of pixels of an image. */
  public int pixels() {
    return train.features().size() / train.size();
  }

  /** Returns name, numbers and size of the images. */
  @Override
  public String toString() {
    return "%s: %s images of %s×%s pixels to train on, %s to test with"
        .formatted(
            name,
            train.size(),
            train.features().shape().dim(1),
            train.features().shape().dim(2),
            test.size());
  }
}
