// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One array in NumPy's npy format, as {@code np.save} writes it and {@code np.load} reads it. A
 * dtype that Adjoint has not is read as the smallest that holds each of its numbers exactly: {@code
 * float16} as F32, smaller integers as I32, {@code uint32} as I64, and {@code uint64}, too, if all
 * its numbers are below 2⁶³. Both orders of bytes and of axes are read. What holds no numbers is
 * refused: texts, records, and objects of Python, which could run code.
 *
 * <p>Format: NumPy enhancement proposal 1, <i>A simple file format for NumPy arrays</i>, versions
 * 1.0 to 3.0.
 */
public final class Npy {
  /** A multiple of the size of every element. */
  private static final int CHUNK = 1 << 16;

  private Npy() {}

  /**
   * Returns the array of a file.
   *
   * @throws DataFileException if it is no such file, or not whole; names the place
   */
  public static Tensor read(Path file) throws IOException {
    checkFile(file);
    try (InputStream in = Files.newInputStream(file)) {
      return new NpyReader(file.toString(), in, Files.size(file)).read();
    }
  }

  /** Refuses what is no file. */
  static void checkFile(Path file) throws DataFileException {
    if (Files.isDirectory(file)) {
      throw new DataFileException(file.toString(), "expected a file, found a folder");
    }
    if (!Files.exists(file)) {
      throw new DataFileException(file.toString(), "there is no such file");
    }
  }

  /**
   * Returns the array that the bytes of a file hold.
   *
   * @throws DataFileException if they are no such file, or not whole; names the place
   */
  public static Tensor parse(byte[] bytes) throws DataFileException {
    try {
      return new NpyReader("npy", new ByteArrayInputStream(bytes), bytes.length).read();
    } catch (DataFileException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("bytes in memory", e);
    }
  }

  /**
   * Writes a file, the same to the byte as NumPy writes it. It appears whole or not at all.
   *
   * @throws IllegalArgumentException if the tensor has thousands of axes
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    AtomicFile.write(file, out -> write(Channels.newOutputStream(out), tensor));
  }

  /** Returns the bytes of the file that {@link #write} writes. */
  public static byte[] bytes(Tensor tensor) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out, tensor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Writes header and elements. */
  static void write(OutputStream out, Tensor tensor) throws IOException {
    out.write(NpyHeader.bytes(tensor.dtype(), tensor.shape()));
    Buffer elements = tensor.buffer();
    int bytes = tensor.dtype().bytes();
    byte[] chunk = new byte[CHUNK];
    int most = CHUNK / bytes;
    for (long from = 0; from < tensor.size(); from += most) {
      int count = (int) Math.min(most, tensor.size() - from);
      StoredType.encode(elements, (int) from, count, ByteBuffer.wrap(chunk));
      out.write(chunk, 0, count * bytes);
    }
  }

  /** Returns how many bytes {@link #write} writes. */
  static long size(Tensor tensor) {
    return NpyHeader.bytes(tensor.dtype(), tensor.shape()).length
        + (long) tensor.size() * tensor.dtype().bytes();
  }
}
