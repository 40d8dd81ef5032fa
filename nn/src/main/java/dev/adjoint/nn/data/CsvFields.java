// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import java.io.IOException;

/**
 * The fields of comma-separated text, one after the other. Lines end with a line feed, a carriage
 * return or both; lines that are blank are passed over, and so are blanks around a field and a mark
 * of UTF-8 at the beginning. All else must be printable ASCII.
 */
final class CsvFields {
  /** More characters than any number needs: the longest exact ones have 1,077. */
  private static final int MAX_LENGTH = 1100;

  private static final int CHUNK = 1 << 13;
  private static final int SHOWN = 40;
  private static final int NOTHING = -1;
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final DataStream in;
  private final StringBuilder field = new StringBuilder();
  private byte[] chunk = {};
  private int at;
  private long line = 0;
  private int column;
  private boolean endsLine = true;
  private boolean endsData;
  private String text = "";

  /** Creates the fields of a stream that has not been read. */
  CsvFields(DataStream in) throws IOException {
    this.in = in;
    if (peek() != NOTHING && startsWithMark()) {
      at = MARK.length;
    }
  }

  private boolean startsWithMark() {
    return chunk.length >= MARK.length
        && chunk[0] == MARK[0]
        && chunk[1] == MARK[1]
        && chunk[2] == MARK[2];
  }

  /**
   * Goes to the next field; returns whether there is one.
   *
   * @throws DataFileException if it is too long or holds characters other than ASCII
   */
  boolean next() throws IOException {
    do {
      if (endsLine) {
        line++;
        column = 0;
      }
      column++;
      if (column == 1 && peek() == NOTHING) {
        return false;
      }
      scan();
    } while (column == 1 && endsLine && text.isEmpty());
    return true;
  }

  private void scan() throws IOException {
    field.setLength(0);
    int blanks = 0; // since the last character
    int c = take();
    for (; c != ',' && c != '\n' && c != '\r' && c != NOTHING; c = take()) {
      if (c >= 0x7f || c < ' ' && c != '\t') {
        String after = field.isEmpty() ? "" : " after " + quoted(field.toString());
        throw error("expected ASCII text, found byte " + DataStream.hex(c, 2) + after);
      }
      if (c == ' ' || c == '\t') {
        blanks = field.isEmpty() ? 0 : Math.min(blanks + 1, MAX_LENGTH);
        continue;
      }
      if (field.length() + blanks >= MAX_LENGTH) {
        throw error("expected a field of at most " + MAX_LENGTH + " characters, found more");
      }
      field.repeat(' ', blanks).append((char) c);
      blanks = 0;
    }
    if (c == '\r' && peek() == '\n') {
      at++;
    }
    endsLine = c != ',';
    text = field.toString();
  }

  private int take() throws IOException {
    int c = peek();
    at++;
    return c;
  }

  private int peek() throws IOException {
    if (at >= chunk.length && !endsData) {
      chunk = in.read(CHUNK);
      at = 0;
      endsData = chunk.length == 0;
    }
    return endsData ? NOTHING : Byte.toUnsignedInt(chunk[at]);
  }

  /** Returns the field without the blanks around it. */
  String text() {
    return text;
  }

  /** Returns the field as an error shows it. */
  String quoted() {
    return quoted(text);
  }

  private static String quoted(String text) {
    return text.length() <= SHOWN ? "'" + text + "'" : "'" + text.substring(0, SHOWN) + "…'";
  }

  /** Returns the place of the field in its line, from 1. */
  int column() {
    return column;
  }

  /** Returns whether the field is the last of its line. */
  boolean endsLine() {
    return endsLine;
  }

  /** Returns an error in the present line. */
  DataFileException lineError(String problem) {
    return in.lineError(line, problem);
  }

  /** Returns an error in the present field. */
  DataFileException error(String problem) {
    return in.lineError(line, "column " + column + ": " + problem);
  }
}
