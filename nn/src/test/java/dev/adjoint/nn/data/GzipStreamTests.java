// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.primitives.Bytes;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packed files that are damaged in every way: each reader finds it. */
class GzipStreamTests {
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  @TempDir private static Path folder = Path.of("");

  /** A way to read a file, and what it reads. */
  private record Reader(String name, byte[] content, Read read) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Read {
    Object from(Path file) throws IOException;
  }

  static Stream<Reader> readers() {
    byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6};
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 4, 3, 2, 1, 0};
    byte[] csv = "1,2,3\n4,5,6\n".getBytes(US_ASCII);
    LabelledCsv format = new LabelledCsv(2, 0, 9, 10);
    return Stream.of(
        new Reader("images", images, Idx::images),
        new Reader("labels", labels, file -> Idx.labels(file, 10)),
        new Reader("csv", csv, file -> format.read(file).features()),
        new Reader(
            "csv stream",
            csv,
            file -> format.read(Files.newInputStream(file), file.toString()).targets()));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void aFileThatEndsAtAnyByteIsRefused(Reader reader) throws IOException {
    byte[] packed = Gzip.pack(reader.content());
    for (int length = 0; length < packed.length; length++) {
      Path file = write(Arrays.copyOf(packed, length));
      assertThatExceptionOfType(DataFileException.class)
          .as("%s bytes of %s", length, packed.length)
          .isThrownBy(() -> reader.read().from(file))
          .withMessageStartingWith(file.toString())
          .withMessageMatching(
              length < 2
                  ? "(?s).*(the data ends|found byte 0x1f).*"
                  : ".*: at byte " + length + ": expected .*, but the file ends here; copy .*");
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void aFlippedBitOfDataOrTrailerIsFound(Reader reader) throws IOException {
    byte[] packed = Gzip.pack(reader.content());
    int lastOfData = packed.length - TRAILER - 1;
    for (int bit = 8 * HEADER; bit < 8 * packed.length; bit++) {
      byte[] flipped = packed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      if (bit / 8 == lastOfData && Arrays.equals(inflate(flipped), reader.content())) {
        continue; // a bit that only fills the byte
      }
      Path file = write(flipped);
      assertThatExceptionOfType(DataFileException.class)
          .as("bit %s of byte %s of %s", bit % 8, bit / 8, packed.length)
          .isThrownBy(() -> reader.read().from(file))
          .withMessageStartingWith(file.toString());
    }
  }

  /** Returns the data without regard to the trailer. */
  private static byte[] inflate(byte[] packed) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed, HEADER, packed.length - HEADER - TRAILER);
      byte[] data = new byte[100];
      return Arrays.copyOf(data, inflater.inflate(data));
    } catch (DataFormatException _) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void membersInARowAreReadAsOneWhereverTheyAreCut(Reader reader) throws IOException {
    Object whole = reader.read().from(write(Gzip.pack(reader.content())));
    for (int cut = 0; cut <= reader.content().length; cut++) {
      Path file = write(members(reader.content(), cut));
      assertThat(reader.read().from(file)).as("cut at %s", cut).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void theSecondMemberMayNotEndEarlyEither(Reader reader) throws IOException {
    byte[] packed = members(reader.content(), reader.content().length - 2);
    int first = Gzip.pack(Arrays.copyOf(reader.content(), reader.content().length - 2)).length;
    for (int length = first; length < packed.length; length++) {
      Path file = write(Arrays.copyOf(packed, length));
      assertThatExceptionOfType(DataFileException.class)
          .as("%s bytes of %s", length, packed.length)
          .isThrownBy(() -> reader.read().from(file));
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void whatFollowsTheLastMemberIsRefused(Reader reader) throws IOException {
    byte[] packed = Gzip.pack(reader.content());
    for (byte[] more : new byte[][] {{0}, {0, 0, 0}, {'\n'}, {0x1f}, {0x1f, 0}, reader.content()}) {
      Path file = write(Bytes.concat(packed, more));
      assertThatExceptionOfType(DataFileException.class)
          .as(Arrays.toString(more))
          .isThrownBy(() -> reader.read().from(file))
          .withMessageStartingWith(file + ": at byte ");
    }
  }

  @Test
  void aWrongTrailerIsNamedWithBothValues() throws IOException {
    byte[] packed = Gzip.pack("1,2,3\n".getBytes(US_ASCII));
    CRC32 right = new CRC32();
    right.update("1,2,3\n".getBytes(US_ASCII));
    int trailer = packed.length - TRAILER;
    byte[] checksum = packed.clone();
    checksum[trailer] ^= 1;
    assertFails(
        () -> unpack(checksum),
        "at byte %s: expected the checksum of the unpacked data, 0x%08x, found 0x%08x; copy the file again"
            .formatted(trailer, right.getValue(), right.getValue() ^ 1));
    byte[] size = packed.clone();
    size[trailer + 7] = 2;
    assertFails(
        () -> unpack(size),
        "at byte "
            + (trailer + 4)
            + ": expected the size of the unpacked data, 0x00000006, found 0x02000006; copy the"
            + " file again");
  }

  @Test
  void aDamagedHeaderIsNamed() throws IOException {
    byte[] packed = Gzip.pack(new byte[3]);
    byte[] method = packed.clone();
    method[2] = 99;
    assertFails(
        () -> unpack(method),
        "at byte 2: expected the compression method of a gzip header, 0x08, found 0x63; copy the file again");
    byte[] flags = packed.clone();
    flags[3] = 0x20;
    assertFails(
        () -> unpack(flags),
        "at byte 3: expected the flags of a gzip header, below 0x20, found 0x20");
    assertFails(
        () -> unpack(Bytes.concat(packed, new byte[] {0})),
        "at byte " + packed.length + ": expected the end or another gzip member, found byte 0x00");
  }

  @Test
  void damagedDataIsNamed() throws IOException {
    byte[] packed = Gzip.pack(new byte[3]);
    packed[HEADER] |= 6; // a kind of block that there is not
    assertFails(
        () -> unpack(packed),
        "at byte 11: the compressed data is damaged (invalid block type); copy the file again");
  }

  @Test
  void everyPartOfAHeaderIsReadAndItsChecksumCompared() throws IOException {
    byte[] packed = Gzip.pack("abc".getBytes(US_ASCII));
    byte[] start = Arrays.copyOf(packed, HEADER);
    start[3] = 0x1f;
    byte[] header = Bytes.concat(start, new byte[] {2, 0, 7, 7}, "name\0note\0".getBytes(US_ASCII));
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] rest = Arrays.copyOfRange(packed, HEADER, packed.length);
    byte[] whole = Bytes.concat(header, checksum, rest);
    assertThat(unpack(whole)).asString(US_ASCII).isEqualTo("abc");
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> unpack(part));
    }
    whole[HEADER + 5] ^= 1;
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> unpack(whole))
        .withMessageContaining("expected the checksum of a gzip header, 0x");
  }

  @Test
  void longDataIsUnpackedWholeInPiecesOfAnySize() throws IOException {
    byte[] data = new byte[300_000];
    new Random(1).nextBytes(data);
    Arrays.fill(data, 100_000, 200_000, (byte) 5);
    byte[] packed = Bytes.concat(Gzip.pack(data), Gzip.pack(data));
    assertThat(unpack(packed)).isEqualTo(Bytes.concat(data, data));
    try (InputStream in = stream(packed)) {
      for (int i = 0; i < 1000; i++) {
        assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(data[i]));
      }
    }
  }

  @Test
  void aSizeThatFitsTakesNoMoreMemoryThanArrives() throws IOException {
    byte[] content = new byte[4_000_000];
    System.arraycopy(new byte[] {0, 0, 8, 1, 0x3b, (byte) 0x9a, (byte) 0xca, 0}, 0, content, 0, 8);
    byte[] packed = Gzip.pack(content);
    Path file = write(Bytes.concat(packed, new byte[1_000_000])); // so that 10⁹ bytes might fit
    long before = allocated();
    assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> Idx.labels(file, 10));
    assertThat(allocated() - before).isLessThan(50_000_000);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static byte[] members(byte[] content, int cut) throws IOException {
    return Bytes.concat(
        Gzip.pack(Arrays.copyOf(content, cut)),
        Gzip.pack(Arrays.copyOfRange(content, cut, content.length)));
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (InputStream in = stream(packed)) {
      return in.readAllBytes();
    }
  }

  private static InputStream stream(byte[] packed) {
    return new GzipStream("file", new ByteArrayInputStream(packed));
  }

  private static Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private static void assertFails(ThrowingCallable call, String problem) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(call)
        .withMessage("file: " + problem);
  }
}
