// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import dev.adjoint.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes one {@link Safetensors} file, to the byte as the Python library does: tensors of the dtype
 * with the largest elements first, then by name, so that every element is aligned.
 */
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 16;

  private final Safetensors content;
  private final List<Map.Entry<String, Tensor>> sorted;

  SafetensorsWriter(Safetensors content) {
    this.content = content;
    Comparator<Map.Entry<String, Tensor>> byType =
        Comparator.comparing(entry -> StoredType.of(entry.getValue().dtype()));
    this.sorted =
        content.tensors().entrySet().stream()
            .sorted(byType.reversed().thenComparing(e -> utf8(e.getKey()), Arrays::compareUnsigned))
            .toList();
  }

  void write(WritableByteChannel out) throws IOException {
    byte[] json = utf8(header());
    int padded = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(padded).put(json);
    while (start.hasRemaining()) {
      start.put((byte) ' ');
    }
    writeAll(out, start.flip());
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (Map.Entry<String, Tensor> entry : sorted) {
      Tensor tensor = entry.getValue();
      int bytes = tensor.dtype().bytes();
      for (int from = 0, count; from < tensor.size(); from += count) {
        count = Math.min(CHUNK / bytes, tensor.size() - from);
        chunk.clear();
        StoredType.encode(tensor.buffer(), from, count, chunk);
        writeAll(out, chunk.limit(count * bytes));
      }
    }
  }

  private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private String header() {
    StringBuilder json = new StringBuilder("{");
    if (!content.metadata().isEmpty()) {
      json.append(quoted(SafetensorsHeader.METADATA)).append(":{");
      json.append(
          content.metadata().entrySet().stream()
              .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
              .collect(Collectors.joining(",")));
      json.append('}');
    }
    long begin = 0;
    for (Map.Entry<String, Tensor> entry : sorted) {
      Tensor tensor = entry.getValue();
      long end = begin + (long) tensor.size() * tensor.dtype().bytes();
      json.append(json.length() == 1 ? "" : ",")
          .append(quoted(entry.getKey()))
          .append(":{\"dtype\":\"")
          .append(StoredType.of(tensor.dtype()))
          .append("\",\"shape\":[")
          .append(
              tensor.shape().dims().stream()
                  .mapToObj(Integer::toString)
                  .collect(Collectors.joining(",")))
          .append("],\"data_offsets\":[" + begin + "," + end + "]}");
      begin = end;
    }
    return json.append('}').toString();
  }

  private static String quoted(String text) {
    utf8(text);
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = "\"\\\b\f\n\r\t".indexOf(c);
      if (escape >= 0) {
        quoted.append('\\').append("\"\\bfnrt".charAt(escape));
      } else if (c < ' ') {
        quoted.append("\\u00").append(c < 0x10 ? "0" : "1").append(Character.forDigit(c & 15, 16));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return Arrays.copyOf(bytes.array(), bytes.limit());
    } catch (CharacterCodingException _) {
      throw new IllegalArgumentException(
          "safetensors: a name or a text holds half of a pair of surrogates: "
              + Texts.shortened(text));
    }
  }
}
