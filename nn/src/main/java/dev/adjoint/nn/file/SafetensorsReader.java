// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads one {@link Safetensors} file from its beginning to its end. */
final class SafetensorsReader {
  /** The longest header, which is the limit of the format's own reader. */
  private static final int LONGEST_HEADER = 100_000_000;

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
  SafetensorsReader(String file, InputStream in, long size) {
    this.file = file;
    this.in = in;
    this.size = size;
  }

  Safetensors read() throws IOException {
    byte[] length = in.readNBytes(Long.BYTES);
    if (length.length < Long.BYTES) {
      throw new DataFileException(
          file,
          "at byte 0: expected 8 bytes with the length of the header, found " + length.length);
    }
    long most = Math.min(LONGEST_HEADER, size - Long.BYTES);
    long header = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (header < 2 || header > most) {
      throw new DataFileException(
          file,
          "at byte 0: expected the length of the header, from 2 to %s in this file, found %s"
              .formatted(most, Long.toUnsignedString(header)));
    }
    byte[] json = in.readNBytes((int) header);
    if (json.length < header) {
      throw endedAt(Long.BYTES + json.length);
    }
    SafetensorsHeader parsed =
        SafetensorsHeader.parse(file, json, Long.BYTES, size - Long.BYTES - header);
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(size, Long.BYTES))];
    for (SafetensorsHeader.Entry entry : parsed.entries()) {
      Tensor tensor = Safetensors.allocate(entry);
      fill(entry, tensor.buffer(), chunk, Long.BYTES + header + entry.begin());
      tensors.put(entry.name(), tensor);
    }
    return new Safetensors(tensors.buildOrThrow(), parsed.metadata());
  }

  private void fill(SafetensorsHeader.Entry entry, Buffer elements, byte[] chunk, long start)
      throws IOException {
    int bytes = entry.type().bytes();
    int most = chunk.length / bytes;
    for (int from = 0; from < elements.size(); from += most) {
      int count = Math.min(most, elements.size() - from);
      long place = start + (long) from * bytes;
      int found = in.readNBytes(chunk, 0, count * bytes);
      if (found < count * bytes) {
        throw endedAt(place + found);
      }
      int wrong = entry.type().decode(ByteBuffer.wrap(chunk, 0, found), elements, from);
      if (wrong >= 0) {
        throw new DataFileException(
            file,
            "at byte %s: tensor '%s': expected %s"
                .formatted(
                    place + (long) wrong * bytes,
                    entry.name(),
                    entry.type() == StoredType.BOOL
                        ? "a truth value, 0 or 1"
                        : "a number below 2⁶³, the largest that i64 holds"));
      }
    }
  }

  private DataFileException endedAt(long place) {
    return new DataFileException(
        file, "at byte %s: expected %s bytes, found the end".formatted(place, size));
  }
}
