// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The reader of IDX files: what it reads, and what it says of files that are not what they seem.
 */
class IdxTests {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  @TempDir private Path folder = Path.of("");

  @Test
  void imagesAreScaledToOneAndKeepTheirOrder() throws IOException {
    Path file = write("images", idx(IMAGES, new int[] {2, 1, 3}, 0, 51, 255, 102, 0, 1));
    assertThat(Idx.images(file))
        .isEqualTo(Tensor.nested(new float[][][] {{{0, 0.2f, 1}}, {{0.4f, 0, 1 / 255f}}}));
  }

  @Test
  void labelsAreIntegers() throws IOException {
    Path file = write("labels", idx(LABELS, new int[] {3}, 9, 0, 7));
    assertThat(Idx.labels(file, 10)).isEqualTo(Tensor.of(9, 0, 7));
  }

  @Test
  void packedFilesAreKnownByTheirContentNotTheirName() throws IOException {
    Path file = write("labels", Gzip.pack(idx(LABELS, new int[] {3}, 1, 2, 3)));
    assertThat(Idx.labels(file, 10)).isEqualTo(Tensor.of(1, 2, 3));
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere");
    assertFails(() -> Idx.images(file), file + ": there is no such file");
  }

  @Test
  void aFolderIsNoFile() {
    assertFails(() -> Idx.images(folder), folder + ": expected a file, found a folder");
  }

  @Test
  void labelsInThePlaceOfImagesAreRecognised() throws IOException {
    Path file = write("f", idx(LABELS, new int[] {3}, 1, 2, 3));
    assertFails(
        () -> Idx.images(file),
        file
            + ": at byte 0: expected an IDX file of images, magic number 0x00000803,"
            + " found 0x00000801, an IDX file of labels");
  }

  @Test
  void imagesInThePlaceOfLabelsAreRecognised() throws IOException {
    Path file = write("f", Gzip.pack(idx(IMAGES, new int[] {1, 1, 1}, 1)));
    assertFails(
        () -> Idx.labels(file, 10),
        file
            + ": at byte 0 of the unpacked data: expected an IDX file of labels, magic number"
            + " 0x00000801, found 0x00000803, an IDX file of images");
  }

  @Test
  void somethingElseShowsItsFirstBytes() throws IOException {
    Path file = write("f", "<html><body>Not found".getBytes(StandardCharsets.UTF_8));
    assertFails(
        () -> Idx.images(file),
        file
            + ": at byte 0: expected an IDX file of images, magic number 0x00000803,"
            + " found 0x3c68746d");
  }

  @Test
  void anEmptyFileHasNoHeader() throws IOException {
    Path file = write("f", new byte[0]);
    assertFails(
        () -> Idx.images(file),
        file
            + ": at byte 0: expected the header of an IDX file of images, 16 bytes,"
            + " but the data ends at byte 0");
  }

  @Test
  void aHeaderMayBreakOff() throws IOException {
    Path file = write("f", Arrays.copyOf(idx(IMAGES, new int[] {1, 1, 1}, 1), 10));
    assertFails(
        () -> Idx.images(file),
        file
            + ": at byte 8: expected the header of an IDX file of images, 16 bytes,"
            + " but the data ends at byte 10");
  }

  @Test
  void aTruncatedFileTellsHowMuchIsMissing() throws IOException {
    Path file = write("f", Arrays.copyOf(idx(LABELS, new int[] {4}, 1, 2, 3, 4), 11));
    assertFails(
        () -> Idx.labels(file, 10),
        file
            + ": at byte 11: expected 4 bytes from byte 8 on, but the data ends here, 1 bytes short");
  }

  @Test
  void aFileThatEndsAtAnyByteIsRefused() throws IOException {
    byte[] images = idx(IMAGES, new int[] {2, 1, 3}, 1, 2, 3, 4, 5, 6);
    byte[] labels = idx(LABELS, new int[] {4}, 1, 2, 3, 4);
    for (int length = 0; length < images.length; length++) {
      Path file = write("f", Arrays.copyOf(images, length));
      assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> Idx.images(file));
      Path packed = write("g", Gzip.pack(Arrays.copyOf(images, length)));
      assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> Idx.images(packed));
    }
    for (int length = 0; length < labels.length; length++) {
      Path file = write("f", Arrays.copyOf(labels, length));
      assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> Idx.labels(file, 10));
      Path packed = write("g", Gzip.pack(Arrays.copyOf(labels, length)));
      assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> Idx.labels(packed, 10));
    }
  }

  @Test
  void aPackedFileMayLackTheEndOfItsData() throws IOException {
    Path file = write("f", Gzip.pack(Arrays.copyOf(idx(IMAGES, new int[] {2, 2, 2}, 1, 2, 3), 19)));
    assertFails(
        () -> Idx.images(file),
        file
            + ": at byte 19 of the unpacked data: expected 2 × 2 × 2 = 8 bytes from byte 16 on,"
            + " but the data ends here, 5 bytes short");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00000d03 | , an IDX file of 32-bit floating-point numbers with 3 axes",
        "000008ff | , an IDX file of unsigned bytes with 255 axes",
        "00000802 | , an IDX file of unsigned bytes with 2 axes",
        "00000c01 | , an IDX file of 32-bit integers with 1 axes",
        "00000a01 | ''",
        "00010803 | ''",
        "03080000 | ''",
      })
  void otherKindsAreNamed(String magic, String hint) throws IOException {
    byte[] header = idx(Integer.parseUnsignedInt(magic, 16), new int[255], 1);
    for (byte[] bytes : new byte[][] {header, Gzip.pack(header)}) {
      Path file = write("f", bytes);
      assertFails(
          () -> Idx.images(file),
          file
              + (bytes == header ? ": at byte 0" : ": at byte 0 of the unpacked data")
              + ": expected an IDX file of images, magic number 0x00000803, found 0x"
              + magic
              + hint);
    }
  }

  @Test
  void labelsAreOfOneClassAtLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Idx.labels(folder.resolve("nowhere"), 0))
        .withMessage("idx: classes must be positive: 0");
  }

  @Test
  void bytesAfterTheEndAreRefused() throws IOException {
    Path file = write("f", idx(IMAGES, new int[] {1, 2, 2}, 1, 2, 3, 4, 5));
    assertFails(
        () -> Idx.images(file),
        file + ": at byte 20: expected the end after 1 × 2 × 2 = 4 bytes, found more");
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsPlace() throws IOException {
    Path file = write("f", idx(LABELS, new int[] {3}, 1, 10, 3));
    assertFails(
        () -> Idx.labels(file, 10), file + ": at byte 9: expected a label from 0 to 9, found 10");
  }

  @Test
  void aSizeThatTheFileCannotHoldTakesNoMemory() throws IOException {
    Path file = write("f", idx(IMAGES, new int[] {2_000_000, 32, 32}, 1, 2, 3));
    assertFails(
        () -> Idx.images(file),
        file
            + ": at byte 19: expected 2000000 × 32 × 32 = 2048000000 bytes from byte 16 on,"
            + " but the data ends here, 2047999997 bytes short");
    Path packed = write("g", Gzip.pack(idx(IMAGES, new int[] {2_000_000, 32, 32}, 1, 2, 3)));
    assertFails(
        () -> Idx.images(packed),
        packed
            + ": at byte 16 of the unpacked data: expected 2000000 × 32 × 32 = 2048000000 bytes,"
            + " more than a file of this size can hold");
  }

  @Test
  void anOverflowingSizeTakesNoMemory() throws IOException {
    int most = Integer.MAX_VALUE;
    Path file = write("g", idx(IMAGES, new int[] {most, most, most}, 1));
    assertFails(
        () -> Idx.images(file),
        file
            + ": at byte 17: expected 2147483647 × 2147483647 × 2147483647 bytes from byte 16 on,"
            + " but the data ends here");
    Path packed = write("f", Gzip.pack(idx(IMAGES, new int[] {most, most, most}, 1)));
    assertFails(
        () -> Idx.images(packed),
        packed
            + ": at byte 16 of the unpacked data: expected 2147483647 × 2147483647 × 2147483647"
            + " bytes, more than a file of this size can hold");
  }

  @Test
  void aFileLongerThanAnArrayIsRefused() throws IOException {
    Path file = write("f", idx(IMAGES, new int[] {Integer.MAX_VALUE, 1, 1}));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 16L + Integer.MAX_VALUE - 1); // a hole takes no room
    }
    assertFails(
        () -> Idx.images(file),
        file
            + ": at byte 16: expected 2147483647 × 1 × 1 = 2147483647 bytes, more than an array of"
            + " Java can hold");
  }

  @Test
  void anExtentMustBePositive() throws IOException {
    Path file = write("f", idx(IMAGES, new int[] {1, -28, 28}, 1));
    assertFails(
        () -> Idx.images(file), file + ": at byte 8: expected the extent of an image, found -28");
    Path none = write("g", idx(LABELS, new int[] {0}));
    assertFails(
        () -> Idx.labels(none, 10), none + ": at byte 4: expected the number of items, found 0");
  }

  @Test
  void imagesAndLabelsMustBelongTogether() throws IOException {
    Path images = write("images", idx(IMAGES, new int[] {2, 1, 1}, 1, 2));
    Path labels = write("labels", idx(LABELS, new int[] {3}, 1, 2, 3));
    assertFails(
        () -> Idx.dataset(images, labels, 10),
        labels + ": at byte 4: expected as many labels as " + images + " has images, 2, found 3");
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatExceptionOfType(DataFileException.class).isThrownBy(call).withMessage(message);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] idx(int magic, int[] extents, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length + values.length).putInt(magic);
    Arrays.stream(extents).forEach(bytes::putInt);
    Arrays.stream(values).forEach(v -> bytes.put((byte) v));
    return bytes.array();
  }
}
