// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads one array in the npy format from its beginning to its end. */
final class NpyReader {
  /** As long as an array can be on every JVM. */
  static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Longer than that of any array of numbers; NumPy itself stops at 10,000. */
  private static final int LONGEST_HEADER = 1 << 16;

  /** A multiple of the size of every element. */
  private static final int CHUNK = 1 << 16;

  private final String file;
  private final InputStream in;
  private final long size;

  /**
   * Begins to read.
   *
   * @param size the number of bytes, which bounds what may be taken of memory
   */
  NpyReader(String file, InputStream in, long size) {
    this.file = file;
    this.in = in;
    this.size = size;
  }

  Tensor read() throws IOException {
    byte[] start = bytes(NpyHeader.START, 0);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw error(
          0, "expected the bytes 93 4e 55 4d 50 59 of an npy file", hex(start, MAGIC.length));
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
      throw error(
          MAGIC.length,
          "expected version 1.0, 2.0 or 3.0 of the format",
          Byte.toUnsignedInt(start[6]) + "." + Byte.toUnsignedInt(start[7]));
    }
    byte[] length = bytes(version == 1 ? Short.BYTES : Integer.BYTES, NpyHeader.START);
    long header = littleEndian(length);
    long begin = NpyHeader.START + (long) length.length;
    long most = Math.min(LONGEST_HEADER, size - begin);
    if (header > most) {
      throw error(
          NpyHeader.START,
          "expected the length of the header, at most " + most + " in this file",
          Long.toString(header));
    }
    String text = new String(bytes((int) header, begin), StandardCharsets.ISO_8859_1);
    return elements(NpyHeaderParser.parse(file, begin, text), begin + header);
  }

  private static long littleEndian(byte[] bytes) {
    long value = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
    }
    return value;
  }

  private static String hex(byte[] bytes, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ")
          .append(Character.forDigit(bytes[i] >> 4 & 0xf, 16))
          .append(Character.forDigit(bytes[i] & 0xf, 16));
    }
    return text.toString();
  }

  private Tensor elements(NpyHeader header, long begin) throws IOException {
    Shape shape = header.shape();
    int bytes = header.type().bytes();
    long expected = (long) shape.size() * bytes;
    if (expected != size - begin) {
      throw error(
          begin,
          "expected %s bytes, %s elements of %s, for the shape %s"
              .formatted(expected, shape.size(), bytes, shape),
          size - begin + " up to the end");
    }
    Buffer buffer = Buffer.allocate(header.type().dtype(), shape.size());
    byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(expected, 1))];
    int most = Math.max(1, chunk.length / bytes);
    for (long next = 0; next < shape.size(); next += most) {
      int from = (int) next;
      int count = Math.min(most, shape.size() - from);
      long place = begin + next * bytes;
      int found = in.readNBytes(chunk, 0, count * bytes);
      if (found < count * bytes) {
        throw endedAt(place + found);
      }
      if (header.bigEndian()) {
        reverse(chunk, found, bytes);
      }
      int wrong = header.type().decode(ByteBuffer.wrap(chunk, 0, found), buffer, from);
      if (wrong >= 0) {
        throw error(
            place + (long) wrong * bytes,
            header.type() == StoredType.BOOL
                ? "expected a truth value, 0 or 1"
                : "expected a number below 2⁶³, the largest that i64 holds",
            "another one");
      }
    }
    return Tensor.over(shape, header.fortranOrder() ? rowMajor(buffer, shape) : buffer);
  }

  private static void reverse(byte[] chunk, int count, int width) {
    for (int from = 0; from < count; from += width) {
      for (int i = from, j = from + width - 1; i < j; i++, j--) {
        byte b = chunk[i];
        chunk[i] = chunk[j];
        chunk[j] = b;
      }
    }
  }

  /** Returns elements whose first axis ran fastest with the last one running fastest. */
  private static Buffer rowMajor(Buffer source, Shape shape) {
    int rank = shape.rank();
    int[] strides = new int[rank];
    for (int axis = 0, stride = 1; axis < rank; stride *= shape.dim(axis++)) {
      strides[axis] = stride;
    }
    Buffer target = Buffer.allocate(source.dtype(), source.size());
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < target.size(); to++) {
      System.arraycopy(source.array(), from, target.array(), to, 1);
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < shape.dim(axis)) {
          break;
        }
        from -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return target;
  }

  private byte[] bytes(int count, long place) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw endedAt(place + bytes.length);
    }
    return bytes;
  }

  private DataFileException endedAt(long place) {
    return error(place, "expected an npy file to go on", "the end");
  }

  private DataFileException error(long place, String expected, String found) {
    return new DataFileException(
        file, "at byte %s: %s, found %s".formatted(place, expected, found));
  }
}
