package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adjoint.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Path file = write("labels", gzip(idx(LABELS, new int[] {3}, 1, 2, 3)));
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
    Path file = write("f", gzip(idx(IMAGES, new int[] {1, 1, 1}, 1)));
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
  void aTruncatedPackedFileTellsHowMuchIsMissing() throws IOException {
    int[] pixels = new int[400];
    Arrays.setAll(pixels, i -> i * i * 7919 >> 3 & 255);
    byte[] packed = gzip(idx(IMAGES, new int[] {4, 10, 10}, pixels));
    Path file = write("f", Arrays.copyOf(packed, packed.length - 40));
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Idx.images(file))
        .withMessageMatching(
            Pattern.quote(file.toString())
                + ": at byte \\d+ of the unpacked data: expected 4 × 10 × 10 = 400 bytes from byte"
                + " 16 on, but the data ends here, \\d+ bytes short");
  }

  @Test
  void damageInAPackedFileIsFound() throws IOException {
    byte[] packed = gzip(idx(LABELS, new int[] {200}, new int[200]));
    packed[packed.length - 6] ^= 1;
    Path file = write("f", packed);
    assertFails(
        () -> Idx.labels(file, 10),
        file
            + ": at byte 208 of the unpacked data: the gzip data is damaged (Corrupt GZIP trailer);"
            + " copy the file again");
  }

  @Test
  void aDamagedGzipHeaderIsNamed() throws IOException {
    Path file = write("f", new byte[] {0x1f, (byte) 0x8b, 99});
    assertFails(
        () -> Idx.labels(file, 10),
        file + ": at byte 0: expected a gzip header, found a damaged one");
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
    Path packed = write("g", gzip(idx(IMAGES, new int[] {2_000_000, 32, 32}, 1, 2, 3)));
    assertFails(
        () -> Idx.images(packed),
        packed
            + ": at byte 16 of the unpacked data: expected 2000000 × 32 × 32 = 2048000000 bytes,"
            + " more than a file of this size can hold");
  }

  @Test
  void anOverflowingSizeTakesNoMemory() throws IOException {
    int most = Integer.MAX_VALUE;
    Path packed = write("f", gzip(idx(IMAGES, new int[] {most, most, most}, 1)));
    assertFails(
        () -> Idx.images(packed),
        packed
            + ": at byte 16 of the unpacked data: expected 2147483647 × 2147483647 × 2147483647"
            + " bytes, more than a file of this size can hold");
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

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
