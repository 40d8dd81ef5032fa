// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Named arrays in NumPy's npz format, as {@code np.savez} and {@code np.savez_compressed} write it:
 * a ZIP file with an npy file for each; see {@link Npy} for what these may hold.
 */
public final class Npz {
  private static final String SUFFIX = ".npy";

  /** One byte of deflated data never unpacks to more, see the technical details of zlib. */
  private static final long MAX_EXPANSION = 1032;

  /** The oldest time that a ZIP file can name: a file holds what it is given, not when. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Returns the arrays of a file by name, in its order.
   *
   * @throws DataFileException if it is no such file, a member is no array of numbers, or a checksum
   *     is wrong; names the member and the place in it
   */
  public static ImmutableMap<String, Tensor> read(Path file) throws IOException {
    Npy.checkFile(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ImmutableMap.Builder<String, Tensor> arrays = ImmutableMap.builder();
      Set<String> names = new HashSet<>();
      long room = Files.size(file) * MAX_EXPANSION;
      for (ZipEntry member : Collections.list(zip.entries())) {
        String name = name(file, member, names);
        room -= member.getSize();
        if (member.getSize() < 0 || room < 0) {
          throw new DataFileException(
              file.toString(),
              "member %s: expected at most %s bytes in all members of a file of this size, found more"
                  .formatted(Texts.shortened(member.getName()), Files.size(file) * MAX_EXPANSION));
        }
        arrays.put(name, array(file, zip, member));
      }
      return arrays.buildOrThrow();
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      // The last one is how ZipFile says that a name is malformed.
      throw new DataFileException(
          file.toString(), "expected a whole npz file, a ZIP file: " + e.getMessage());
    }
  }

  private static String name(Path file, ZipEntry member, Set<String> names)
      throws DataFileException {
    String name = member.getName();
    if (!name.endsWith(SUFFIX)) {
      throw new DataFileException(
          file.toString(),
          "expected members NAME.npy, found " + Texts.shortened(name) + ", which is no array");
    }
    if (!names.add(name)) {
      throw new DataFileException(
          file.toString(),
          "expected each member once, found %s again".formatted(Texts.shortened(name)));
    }
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static Tensor array(Path file, ZipFile zip, ZipEntry member) throws IOException {
    String name = "%s: member %s".formatted(file, Texts.shortened(member.getName()));
    CRC32 sum = new CRC32();
    try (InputStream raw = zip.getInputStream(member);
        CheckedInputStream in = new CheckedInputStream(raw, sum)) {
      Tensor array = new NpyReader(name, in, member.getSize()).read();
      if (in.read() >= 0) {
        throw new DataFileException(
            name, "at byte %s: expected the end, found more".formatted(member.getSize()));
      }
      if (sum.getValue() != member.getCrc()) {
        throw new DataFileException(
            name,
            "expected the checksum 0x%s, found 0x%s"
                .formatted(Long.toHexString(member.getCrc()), Long.toHexString(sum.getValue())));
      }
      return array;
    } catch (ZipException | EOFException e) {
      throw new DataFileException(name, "expected whole data: " + e.getMessage());
    }
  }

  /**
   * Writes a file. It appears whole or not at all, and holds the same bytes for the same arrays.
   *
   * @param arrays the arrays by name, in the order in which they are written
   * @throws IllegalArgumentException if a name is empty
   */
  public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
    arrays
        .keySet()
        .forEach(name -> Preconditions.checkArgument(!name.isEmpty(), "npz: a name is empty"));
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(out));
          for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
            zip.putNextEntry(member(array.getKey(), array.getValue()));
            Npy.write(zip, array.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
  }

  /** Returns the entry of a member that is stored as it is, which must know its checksum before. */
  private static ZipEntry member(String name, Tensor array) throws IOException {
    CRC32 sum = new CRC32();
    Npy.write(new CheckedOutputStream(OutputStream.nullOutputStream(), sum), array);
    ZipEntry member = new ZipEntry(name + SUFFIX);
    member.setMethod(ZipEntry.STORED);
    member.setTimeLocal(NO_TIME);
    member.setSize(Npy.size(array));
    member.setCrc(sum.getValue());
    return member;
  }
}
