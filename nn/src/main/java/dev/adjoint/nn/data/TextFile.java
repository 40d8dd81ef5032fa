// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads texts in UTF-8, packed with gzip or not, whatever their names say. */
public final class TextFile {
  private static final int CHUNK = 1 << 16;

  private TextFile() {}

  /**
   * Returns the text of a file, without a mark of UTF-8 at its beginning.
   *
   * @throws DataFileException if it is not UTF-8, names the place; or is too long for a text of
   *     Java
   */
  public static String read(Path file) throws IOException {
    try (DataStream in = DataStream.open(file)) {
      StringBuilder text = new StringBuilder();
      var decoder =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      CharBuffer chars = CharBuffer.allocate(CHUNK + 4);
      ByteBuffer bytes = ByteBuffer.allocate(0);
      boolean endsData = false;
      while (!endsData) {
        byte[] more = in.read(CHUNK);
        endsData = more.length == 0;
        bytes = ByteBuffer.allocate(bytes.remaining() + more.length).put(bytes).put(more).flip();
        CoderResult result = decoder.decode(bytes, chars, endsData);
        if (result.isError()) {
          throw in.errorAt(
              in.offset() - bytes.remaining(),
              "expected text in UTF-8, found byte "
                  + DataStream.hex(Byte.toUnsignedInt(bytes.get(bytes.position())), 2));
        }
        if (text.length() > DataStream.LONGEST_ARRAY / 2 - chars.position()) {
          throw in.errorAt(
              in.offset(),
              "expected at most %s characters in a text, found more"
                  .formatted(DataStream.LONGEST_ARRAY / 2));
        }
        text.append(chars.flip());
        chars.clear();
      }
      return !text.isEmpty() && text.charAt(0) == '\ufeff' ? text.substring(1) : text.toString();
    }
  }
}
