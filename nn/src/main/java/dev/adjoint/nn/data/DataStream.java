// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Strings;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The bytes of a file, unpacked if it is a gzip file, and how far it was read. Errors are reported
 * with the file and the position.
 */
final class DataStream implements Closeable {
  /** As long as an array can be on every JVM. */
  static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** One byte of deflated data never unpacks to more, see the technical details of zlib. */
  private static final long MAX_EXPANSION = 1032;

  private final String name;
  private final InputStream in;
  private final boolean packed;
  private final long maxSize;
  private long offset;

  private DataStream(String name, InputStream in, boolean packed, long maxSize) {
    this.name = name;
    this.in = in;
    this.packed = packed;
    this.maxSize = maxSize;
  }

  /**
   * Returns the bytes of a file.
   *
   * @throws DataFileException if there is no such file
   */
  static DataStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataFileException(file.toString(), "expected a file, found a folder");
    }
    try {
      // Of a pipe, the size is not known.
      long size = Files.isRegularFile(file) ? Files.size(file) : Long.MAX_VALUE;
      return over(file.toString(), Files.newInputStream(file), size);
    } catch (NoSuchFileException _) {
      throw new DataFileException(file.toString(), "there is no such file");
    }
  }

  /** Returns the bytes of a stream of at most {@code size} bytes, which it closes in the end. */
  static DataStream over(String name, InputStream stream, long size) throws IOException {
    InputStream raw = new BufferedInputStream(stream, 1 << 16);
    try {
      raw.mark(2);
      boolean packed = GzipStream.isMagic(raw.read(), raw.read());
      raw.reset();
      long most = size > Long.MAX_VALUE / MAX_EXPANSION ? Long.MAX_VALUE : size * MAX_EXPANSION;
      return packed
          ? new DataStream(name, new GzipStream(name, raw), true, most)
          : new DataStream(name, raw, false, size);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Returns a number as errors show it, such as {@code 0x0a}. */
  static String hex(long value, int digits) {
    return "0x" + Strings.padStart(Long.toHexString(value), digits, '0');
  }

  /** Returns whether the bytes are unpacked as they are read. */
  boolean isPacked() {
    return packed;
  }

  /** Returns an upper bound of the number of bytes, known before they are read. */
  long maxSize() {
    return maxSize;
  }

  /** Returns the number of bytes read so far. */
  long offset() {
    return offset;
  }

  /** Returns an error at the given place. */
  DataFileException errorAt(long place, String problem) {
    String where = "at byte " + place + (packed ? " of the unpacked data: " : ": ");
    return new DataFileException(name, where + problem);
  }

  /** Returns an error in the given line, counted from 1. */
  DataFileException lineError(long line, String problem) {
    return new DataFileException(name, "line " + line + ": " + problem);
  }

  /**
   * Returns the next bytes; fewer if the data ends before. Memory is taken as they arrive, whatever
   * their number.
   *
   * @throws DataFileException if a packed file is damaged or breaks off
   */
  byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    offset += bytes.length;
    return bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
