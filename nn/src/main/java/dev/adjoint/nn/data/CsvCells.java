// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The cells of a table as text, one after the other (RFC 4180): a cell in quotation marks may hold
 * separators, ends of lines and doubled quotation marks. Lines end with a line feed, a carriage
 * return or both; lines that are blank are passed over, and so are blanks around a cell and a mark
 * of UTF-8 at the beginning. The text is UTF-8.
 */
final class CsvCells {
  /** Longer than any sentence; bounds the memory that a file without an end of line takes. */
  private static final int LONGEST = 1 << 16;

  private static final int CHUNK = 1 << 13;
  private static final int NOTHING = -1;
  private static final char MARK = '\ufeff';

  private final DataStream in;
  private final char separator;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer chars = CharBuffer.allocate(CHUNK).limit(0);
  private final StringBuilder cell = new StringBuilder();
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private boolean endsData;
  private long line = 1; // where the next character stands
  private long start; // where the cell begins
  private int column;
  private boolean endsLine = true;
  private boolean isQuoted;

  /** Creates the cells of a stream that has not been read. */
  CsvCells(DataStream in, char separator) throws IOException {
    this.in = in;
    this.separator = separator;
    if (peek() == MARK) {
      take();
    }
  }

  /**
   * Goes to the next cell; returns whether there is one.
   *
   * @throws DataFileException if it is too long, a quotation mark is missing, or the text is not
   *     UTF-8
   */
  boolean next() throws IOException {
    do {
      column = endsLine ? 1 : column + 1;
      start = line;
      if (column == 1 && peek() == NOTHING) {
        return false;
      }
      scan();
    } while (column == 1 && endsLine && cell.isEmpty() && !isQuoted);
    return true;
  }

  private void scan() throws IOException {
    cell.setLength(0);
    skipBlanks();
    isQuoted = peek() == '"';
    if (isQuoted) {
      quoted();
    } else {
      plain();
    }
    int c = take();
    if (c == '\r' && peek() == '\n') {
      take();
    }
    endsLine = c != separator;
  }

  private void plain() throws IOException {
    int length = 0; // without the blanks at the end
    while (!isEnd(peek())) {
      int c = take();
      if (c < ' ' && c != '\t' || c == 0x7f) {
        throw error("expected text, found the control character " + DataStream.hex(c, 2));
      }
      append(c);
      length = isBlank(c) ? length : cell.length();
    }
    cell.setLength(length);
  }

  private void quoted() throws IOException {
    take();
    while (true) {
      int c = take();
      if (c == NOTHING) {
        throw error("expected a quotation mark at the end of the cell, but the data ends here");
      }
      if (c == '"') {
        if (peek() != '"') {
          break;
        }
        take();
      }
      append(c);
    }
    skipBlanks();
    if (!isEnd(peek())) {
      throw error(
          "expected '%s' or the end of the line after a quotation mark, found '%s'"
              .formatted(separator, (char) peek()));
    }
  }

  private void append(int c) throws DataFileException {
    if (cell.length() == LONGEST) {
      throw error("expected a cell of at most " + LONGEST + " characters, found more");
    }
    cell.append((char) c);
  }

  private boolean isBlank(int c) {
    return (c == ' ' || c == '\t') && c != separator;
  }

  private boolean isEnd(int c) {
    return c == separator || c == '\n' || c == '\r' || c == NOTHING;
  }

  private void skipBlanks() throws IOException {
    while (isBlank(peek())) {
      take();
    }
  }

  /** Returns the next character, and goes on to the one after it. */
  private int take() throws IOException {
    int c = peek();
    if (c != NOTHING) {
      chars.get();
      // A line feed after a carriage return belongs to the same end.
      line += c == '\n' || c == '\r' && peek() != '\n' ? 1 : 0;
    }
    return c;
  }

  private int peek() throws IOException {
    if (!chars.hasRemaining() && !endsData) {
      fill();
    }
    return chars.hasRemaining() ? chars.get(chars.position()) : NOTHING;
  }

  /** Decodes the next characters; bytes of one that is not there as a whole are kept. */
  private void fill() throws IOException {
    chars.clear();
    while (chars.position() == 0 && !endsData) {
      byte[] more = in.read(CHUNK);
      endsData = more.length == 0;
      ByteBuffer all = ByteBuffer.allocate(bytes.remaining() + more.length);
      bytes = all.put(bytes).put(more).flip();
      CoderResult result = decoder.decode(bytes, chars, endsData);
      if (result.isError()) {
        // The characters before the fault are read first; the next call finds it again.
        if (chars.position() == 0) {
          throw error(
              "expected text in UTF-8, found byte "
                  + DataStream.hex(Byte.toUnsignedInt(bytes.get(bytes.position())), 2));
        }
        endsData = false;
      } else if (result.isOverflow()) {
        endsData = false;
      }
    }
    chars.flip();
  }

  /** Returns the cell without blanks and quotation marks around it. */
  String text() {
    return cell.toString();
  }

  /** Returns the cell as an error shows it. */
  String shown() {
    int most = 40;
    return cell.length() <= most ? "'" + cell + "'" : "'" + cell.substring(0, most) + "…'";
  }

  /** Returns the place of the cell in its line, from 1. */
  int column() {
    return column;
  }

  /** Returns whether the cell is the last of its line. */
  boolean endsLine() {
    return endsLine;
  }

  /** Returns the line on which the cell begins, from 1. */
  long line() {
    return start;
  }

  /** Returns an error in the line of the present cell. */
  DataFileException lineError(String problem) {
    return in.lineError(start, problem);
  }

  /** Returns an error in the present cell. */
  DataFileException error(String problem) {
    return in.lineError(start, "column " + column + ": " + problem);
  }
}
