// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.DataFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in NumPy's formats: there and back, and what is said of those that lie. */
class NpyTests {
  private static final String FLOATS = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}";

  @TempDir private Path folder = Path.of("");

  /** Returns a file of version 1.0 with the given header and 8 bytes of elements. */
  private static byte[] file(String header) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(header.length());
    out.write(header.length() >> 8);
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(new byte[8]);
    return out.toByteArray();
  }

  private static void assertFails(byte[] file, String problem) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Npy.parse(file))
        .withMessage("npy: " + problem);
  }

  @Test
  void tensorsComeBackAsTheyWere() throws IOException {
    Path file = folder.resolve("a.npy");
    for (Tensor tensor :
        List.of(
            Tensor.linspace(DType.F64, 0, 1, 60_000).reshape(200, 300),
            Tensor.of(-0f, Float.NaN, Float.MIN_VALUE),
            Tensor.scalar(true),
            Tensor.of(Long.MIN_VALUE, Long.MAX_VALUE))) {
      Npy.write(file, tensor);
      assertThat(Npy.read(file)).isEqualTo(tensor);
    }
    Map<String, Tensor> arrays =
        ImmutableMap.of("layers.0/w", Tensor.arange(DType.F32, 6).reshape(2, 3), "é", Tensor.of(1));
    Path archive = folder.resolve("a.npz");
    Npz.write(archive, arrays);
    byte[] first = Files.readAllBytes(archive);
    assertThat(Npz.read(archive)).isEqualTo(arrays);
    Npz.write(archive, arrays);
    assertThat(archive).hasBinaryContent(first);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Npz.write(archive, Map.of("", Tensor.of(1))))
        .withMessage("npz: a name is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
        "{ \"shape\" : ( 2L , ) ,\"fortran_order\":False , 'descr':'<f4' }",
        "{'shape': (2), 'descr': '<f4', 'fortran_order': True}"
      })
  void headersMayBeWrittenInAnyWayOfPython(String header) throws IOException {
    assertThat(Npy.parse(file(header))).isEqualTo(Tensor.of(0f, 0f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x | at byte 10: expected a dictionary of Python, found 'x'",
        "{ | at byte 11: expected the name of an entry in quotation marks, found the end of the header",
        "{} | at byte 12: expected the entry 'descr', found the end of the dictionary",
        "{'a': 1} | at byte 11: expected 'descr', 'fortran_order' or 'shape', found 'a'",
        "{'descr' 1} | at byte 19: expected ':' after descr, found '1}'",
        "{'descr': 1} | at byte 20: expected a type of numbers, such as '<f4' in quotation marks, found '1}'",
        "{'shape': 3} | at byte 20: expected a tuple of extents, found '3}'",
        "{'shape': (-1,)} | at byte 21: expected an extent, an integer from 0, found '-1,)}'",
        "{'shape': (1 2)} | at byte 23: expected ',' or the end of the tuple, found '2)}'",
        "{'shape': (2147483648,)} | at byte 21: expected an extent below 2³¹, as tensors have, found '2147483648'",
        "{'fortran_order': 1} | at byte 28: expected True or False, found '1}'",
        "{'shape': (), 'shape': ()} | at byte 24: expected 'shape' once, found it again",
        "{'shape': ()} x | at byte 24: expected nothing after the dictionary, found 'x'",
        "{'shape': () 'descr': '<f4'} | at byte 23: expected ',' or the end of the dictionary, found ''descr': '<f4'}'"
      })
  void headersThatAreNoneAreNamedWithTheirPlace(String header, String problem) {
    assertFails(file(header), problem);
  }

  @Test
  void sizesAreComparedBeforeMemoryIsTaken() {
    assertFails(
        file(FLOATS.replace("(2,)", "(2147483647, 2147483647)")),
        "at byte 60: expected at most 2147483639 elements, as an array of Java can have, found"
            + " [2147483647, 2147483647]");
    assertFails(
        file(FLOATS.replace("(2,)", "(500000000,)")),
        "at byte 73: expected 2000000000 bytes, 500000000 elements of 4, for the shape [500000000],"
            + " found 8 up to the end");
    assertFails(
        file(FLOATS.replace("(2,)", "(1,)")),
        "at byte 65: expected 4 bytes, 1 elements of 4, for the shape [1], found 8 up to the end");
    assertFails(
        file(FLOATS.replace("(2,)", "(" + "1,".repeat(65) + ")")),
        "at byte 189: expected at most 64 extents, found more");
    byte[] length = file(FLOATS);
    length[9] = (byte) 0xff;
    assertFails(
        length,
        "at byte 8: expected the length of the header, at most 63 in this file, found 65335");
  }

  @Test
  void whatIsNoFileOfNumPyShowsItsFirstBytes() {
    assertFails(
        "<html><body>".getBytes(StandardCharsets.UTF_8),
        "at byte 0: expected the bytes 93 4e 55 4d 50 59 of an npy file, found 3c 68 74 6d 6c 3e");
    byte[] later = file(FLOATS);
    later[6] = 4;
    assertFails(later, "at byte 6: expected version 1.0, 2.0 or 3.0 of the format, found 4.0");
    byte[] truth = file(FLOATS.replace("<f4", "|b1").replace("(2,)", "(8,)"));
    truth[truth.length - 1] = 2;
    assertFails(
        truth,
        "at byte %s: expected a truth value, 0 or 1, found another one"
            .formatted(truth.length - 1));
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Npy.read(file))
        .withMessage(file + ": there is no such file");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Npz.read(file))
        .withMessage(file + ": there is no such file");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Npz.read(folder))
        .withMessage(folder + ": expected a file, found a folder");
  }

  private Path archive(String name, byte[] content) throws IOException {
    Path file = folder.resolve("archive.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return file;
  }

  @Test
  void membersAreNamedInErrors() throws IOException {
    Path text = archive("notes.txt", new byte[3]);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Npz.read(text))
        .withMessage(text + ": expected members NAME.npy, found 'notes.txt', which is no array");
    Path wrong = archive("a.npy", file("x"));
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Npz.read(wrong))
        .withMessage(
            wrong + ": member 'a.npy': at byte 10: expected a dictionary of Python, found 'x'");
  }

  @Test
  void aWrongChecksumIsFound() throws IOException {
    Path file = folder.resolve("stored.npz");
    Npz.write(file, Map.of("a", Tensor.of(1f, 2f)));
    byte[] bytes = Files.readAllBytes(file);
    int element = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2") - 1;
    bytes[element] ^= 1;
    Files.write(file, bytes);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Npz.read(file))
        .withMessageMatching(".*: member 'a.npy': expected the checksum 0x\\w+, found 0x\\w+");
  }

  @Test
  void anArchiveThatClaimsMoreThanItCanHoldIsRefused() throws IOException {
    Path file = archive("a.npy", new byte[100]);
    byte[] bytes = Files.readAllBytes(file);
    int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    Arrays.fill(bytes, directory + 24, directory + 28, (byte) 0x7f);
    Files.write(file, bytes);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> Npz.read(file))
        .withMessageContaining("member 'a.npy': expected at most ")
        .withMessageContaining("bytes in all members of a file of this size, found more");
  }

  @Test
  void everyDamagedFileIsReadOrRefusedByName() throws IOException {
    Seed seed = Seed.of(14);
    byte[][] originals = {
      NpyGoldenTests.golden("fortran.npy"),
      NpyGoldenTests.golden("uint-u8-big.npy"),
      NpyGoldenTests.golden("version-2.npy")
    };
    int refused = 0;
    int count = Integer.getInteger("adjoint.mutations", 60_000) / 3;
    for (int i = 0; i < count; i++) {
      byte[] damaged = damaged(originals[i % originals.length], seed.fold(i));
      try {
        Tensor read = Npy.parse(damaged);
        assertThat((long) read.size()).isLessThanOrEqualTo(damaged.length);
      } catch (DataFileException e) {
        refused++;
        assertThat(e.getMessage()).startsWith("npy: at byte ");
      }
    }
    assertThat(refused).isBetween(count / 3, count - count / 100);
  }

  @Test
  void everyDamagedArchiveIsReadOrRefusedByName() throws IOException {
    Seed seed = Seed.of(15);
    Path file = folder.resolve("damaged.npz");
    int refused = 0;
    int count = Integer.getInteger("adjoint.mutations", 60_000) / 150;
    for (int i = 0; i < count; i++) {
      String name = i % 2 == 0 ? "stored.npz" : "packed.npz";
      Files.write(file, damaged(NpyGoldenTests.golden(name), seed.fold(i)));
      try {
        Npz.read(file);
      } catch (DataFileException e) {
        refused++;
        assertThat(e.getMessage()).startsWith(file.toString());
      }
    }
    assertThat(refused).isGreaterThan(count / 3);
  }

  /** Returns bytes of which some are changed, cut off, put in or left out. */
  private static byte[] damaged(byte[] file, Seed seed) {
    byte[] damaged = file.clone();
    for (int change = 0; change <= seed.bits(0) >>> 62; change++) {
      long bits = seed.fold(change).bits(1);
      int at = (int) Math.unsignedMultiplyHigh(bits, damaged.length + 1L);
      byte value =
          "(),'<>|{}: 0123456789LfiubTF\u0000\u00ff"
              .getBytes(StandardCharsets.ISO_8859_1)[(int) (bits & 31) % 30];
      damaged =
          switch ((int) (bits >>> 5 & 7)) {
            case 0 -> Arrays.copyOf(damaged, at);
            case 1 -> spliced(damaged, at, 0, value);
            case 2 -> spliced(damaged, at, 1);
            case 3, 4 -> spliced(damaged, at, 1, value);
            default -> spliced(damaged, at, 1, (byte) (bits >>> 8));
          };
    }
    return damaged;
  }

  private static byte[] spliced(byte[] file, int at, int removed, byte... inserted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, at);
    out.writeBytes(inserted);
    int from = Math.min(at + removed, file.length);
    out.write(file, from, file.length - from);
    return out.toByteArray();
  }
}
