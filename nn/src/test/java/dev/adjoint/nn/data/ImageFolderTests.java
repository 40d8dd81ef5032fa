// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.io.Resources;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in folders, beside what Pillow reads; {@code data_golden.py} made them. */
class ImageFolderTests {
  @TempDir private Path folder = Path.of("");

  private static byte[] golden(String name) throws IOException {
    return Resources.toByteArray(ImageFolderTests.class.getResource("/golden/data/images/" + name));
  }

  private Path file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private Path image(String name) throws IOException {
    return file(name, golden(name));
  }

  private static double[] row(Tensor tensor, int from, int count) {
    return Arrays.copyOfRange(tensor.toDoubleArray(), from, from + count);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grey.png",
        "bits.png",
        "deep.png",
        "grey-alpha.png",
        "colour.png",
        "alpha.png",
        "palette.png",
        "colour.bmp",
        "palette.gif",
        "smooth.jpg",
        "grey.jpg"
      })
  void imagesAreThoseOfPillow(String name) throws IOException {
    double[] expected = DataFigures.of("rgb-" + name);
    // Decoders of JPEG may round otherwise.
    double error = name.endsWith("jpg") ? 2.1 / 255 : 1e-6;
    Tensor colour = ImageFolder.image(image(name), 3);
    assertThat(colour.shape()).isEqualTo(Shape.of(3, 7, 9));
    assertThat(colour.toDoubleArray()).containsExactly(expected, within(error));
    Tensor all = ImageFolder.image(image(name), 4);
    assertThat(row(all, 0, 189)).containsExactly(colour.toDoubleArray());
    double[] alpha = new double[63];
    Arrays.fill(alpha, 1);
    assertThat(row(all, 189, 63))
        .containsExactly(
            name.contains("alpha") ? DataFigures.of("alpha-" + name) : alpha, within(1e-6));
    double[] grey = new double[63];
    Arrays.setAll(
        grey, i -> 0.299 * expected[i] + 0.587 * expected[63 + i] + 0.114 * expected[126 + i]);
    assertThat(ImageFolder.image(image(name), 1).toDoubleArray())
        .containsExactly(grey, within(error));
  }

  @Test
  void imagesOfOtherSizesAreResizedAsPillowDoes() throws IOException {
    Path grey = image("grey.png");
    for (int[] size : new int[][] {{3, 4}, {14, 18}, {5, 20}, {7, 9}, {1, 1}}) {
      double[] expected = DataFigures.of("resized-%s-%s".formatted(size[0], size[1]));
      assertThat(ImageFolder.grey(size[0], size[1]).image(grey).toDoubleArray())
          .containsExactly(expected, within(2e-6));
    }
  }

  @Test
  void aFolderIsAClass() throws IOException {
    file("train/cat/b.png", golden("colour.png"));
    file("train/cat/a/1.gif", golden("palette.gif"));
    file("train/ant/x.jpg", golden("smooth.jpg"));
    file("train/ant/.DS_Store", new byte[3]);
    file("train/.cache/x", new byte[3]);
    LabelledDataset read = ImageFolder.colour(7, 9).read(folder.resolve("train"));
    assertThat(read.labels().names()).containsExactly("ant", "cat");
    assertThat(read.data().targets()).isEqualTo(Tensor.of(0, 1, 1));
    assertThat(read.data().features().shape()).isEqualTo(Shape.of(3, 3, 7, 9));
    assertThat(row(read.data().features(), 2 * 189, 189))
        .containsExactly(DataFigures.of("rgb-colour.png"), within(1e-6));
  }

  private void assertFails(Path where, String problem) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> ImageFolder.grey(2, 2).read(where))
        .withMessage(problem);
  }

  @Test
  void foldersThatHoldNoClassesAreNamed() throws IOException {
    assertFails(
        folder.resolve("nowhere"),
        folder.resolve("nowhere") + ": expected a folder with a folder of images for each class");
    assertFails(folder, folder + ": expected a folder of images for each class, found none");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertFails(folder, empty + ": expected an image of this class, found none");
    Path text = file("empty/a.txt", new byte[] {'a'});
    assertFails(folder, text + ": expected an image, PNG, JPEG, GIF or BMP, found something else");
    Path file = file("b.png", golden("grey.png"));
    assertFails(folder, file + ": expected only folders here, one for each class, found a file");
  }

  @Test
  void sizesAreCheckedBeforeMemoryIsTaken() throws IOException {
    byte[] png = golden("grey.png");
    ByteBuffer.wrap(png).putInt(16, 1 << 20).putInt(20, 1 << 20);
    Path large = file("a/large.png", png);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> ImageFolder.image(large, 1))
        .withMessage(
            large
                + ": expected an image of at most 1139328 pixels in a file of 138 bytes, found 1048576"
                + " × 1048576");
    byte[] lie = golden("palette.png");
    ByteBuffer.wrap(lie).putInt(33, Integer.MAX_VALUE);
    Path chunk = file("a/chunk.png", lie);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> ImageFolder.image(chunk, 1))
        .withMessageStartingWith(chunk + ": at byte 33: expected the length of a chunk, at most ")
        .withMessageEndingWith("up to the end, found 2147483647");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> ImageFolder.colour(1 << 20, 1 << 20).read(folder))
        .withMessage(
            folder
                + ": expected at most 2147483639 numbers in a tensor, found 2 images of 3 × 1048576"
                + " × 1048576");
  }

  @Test
  void everyDamagedImageIsReadOrRefusedByName() throws IOException {
    int refused = 0;
    String[] names = {
      "grey.png", "palette.png", "alpha.png", "smooth.jpg", "palette.gif", "colour.bmp"
    };
    int count = Integer.getInteger("adjoint.mutations", 60_000) / 100;
    for (int i = 0; i < count; i++) {
      Seed seed = Seed.of(i);
      byte[] bytes = golden(names[i % names.length]);
      for (int change = 0; change < 3; change++) {
        int at = (int) Math.unsignedMultiplyHigh(seed.bits(change), bytes.length);
        bytes[at] = (byte) seed.bits(10 + change);
      }
      Path file = file("damaged", i % 5 == 0 ? Arrays.copyOf(bytes, bytes.length * 2 / 3) : bytes);
      try {
        ImageFolder.image(file, 3);
      } catch (DataFileException e) {
        refused++;
        assertThat(e.getMessage()).startsWith(file + ": ");
      }
    }
    assertThat(refused).isGreaterThan(count / 10);
  }

  @Test
  void shapesThatNoImageHasAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageFolder(2, 1, 1))
        .withMessage(
            "images: channels must be 1 for grey, 3 for colour or 4 for colour and alpha: 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFolder.grey(0, 1))
        .withMessage("images: rows and columns must be positive: 0, 1");
  }
}
