// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import dev.adjoint.nn.data.DataFileException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the JSON (RFC 8259) in the header of a safetensors file, strictly: what asks knows what
 * must come next, and anything else is an error with its place. The header takes whole numbers,
 * strings, arrays and objects, and skips values of other fields, so that this is less than the use
 * of a library would be.
 */
final class JsonBytes {
  /** How deep values that are skipped may be nested, as in the format's own reader. */
  private static final int DEEPEST = 128;

  /** The bytes of an element of an object or an array. */
  @FunctionalInterface
  interface Element {
    /** Reads the value. */
    void read() throws DataFileException;
  }

  /** The value of a field of an object. */
  @FunctionalInterface
  interface Field {
    /** Reads the value of a name, which no other field of the object has. */
    void read(String name) throws DataFileException;
  }

  private final String file;
  private final byte[] bytes;
  private final long start;
  private int at;

  /**
   * Begins to read.
   *
   * @param file the name of the file, for errors
   * @param bytes the text
   * @param start the place of its first byte in the file
   */
  JsonBytes(String file, byte[] bytes, long start) {
    this.file = file;
    this.bytes = bytes;
    this.start = start;
  }

  /** Returns an error at the next byte: what was expected there. */
  DataFileException expected(String what) {
    return errorAt(at, "expected " + what + ", found " + found());
  }

  /** Returns an error at a place that {@link #place} returned. */
  DataFileException errorAt(int place, String problem) {
    return new DataFileException(file, "at byte " + (start + place) + ": " + problem);
  }

  private String found() {
    if (at >= bytes.length) {
      return "the end of the header";
    }
    int next = Byte.toUnsignedInt(bytes[at]);
    return next > ' ' && next < 0x7f ? "'" + (char) next + "'" : "byte " + next;
  }

  /** Returns the place of the next byte that is no blank. */
  int place() {
    skipBlanks();
    return at;
  }

  private void skipBlanks() {
    while (at < bytes.length
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
  }

  private boolean takes(char c) {
    skipBlanks();
    if (at < bytes.length && bytes[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private void take(char c) throws DataFileException {
    if (!takes(c)) {
      throw expected("'" + c + "'");
    }
  }

  /** Checks that nothing but blanks is left. */
  void end() throws DataFileException {
    skipBlanks();
    if (at < bytes.length) {
      throw expected("the end of the header");
    }
  }

  /** Reads an object. */
  void object(Field field) throws DataFileException {
    Set<String> names = new HashSet<>();
    take('{');
    if (takes('}')) {
      return;
    }
    do {
      int place = place();
      String name = string();
      if (!names.add(name)) {
        throw errorAt(place, "expected another name, found '" + name + "' a second time");
      }
      take(':');
      field.read(name);
    } while (takes(','));
    take('}');
  }

  /** Reads an array. */
  void array(Element element) throws DataFileException {
    take('[');
    if (takes(']')) {
      return;
    }
    do {
      element.read();
    } while (takes(','));
    take(']');
  }

  /** Returns a whole number from 0 to 2⁶³ − 1. */
  long number() throws DataFileException {
    int first = place();
    long value = 0;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at] - '0';
      if (value > (Long.MAX_VALUE - digit) / 10 || at > first && value == 0) {
        throw errorAt(first, "expected a whole number from 0 to 2⁶³ − 1");
      }
      value = value * 10 + digit;
      at++;
    }
    if (at == first
        || at < bytes.length && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E')) {
      throw expected("a whole number from 0 on");
    }
    return value;
  }

  /** Returns a string. */
  String string() throws DataFileException {
    take('"');
    int first = at;
    while (at < bytes.length && bytes[at] != '"' && bytes[at] != '\\') {
      plain();
    }
    if (at < bytes.length && bytes[at] == '"') {
      return decoded(first, ByteBuffer.wrap(bytes, first, at++ - first));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, first, at - first);
    while (at < bytes.length && bytes[at] != '"') {
      if (bytes[at] == '\\') {
        out.writeBytes(escape());
      } else {
        out.write(plain());
      }
    }
    take('"');
    return decoded(first, ByteBuffer.wrap(out.toByteArray()));
  }

  /** Returns a byte of a string as it is. */
  private byte plain() throws DataFileException {
    if (bytes[at] >= 0 && bytes[at] < ' ') {
      throw expected("a character of a string");
    }
    return bytes[at++];
  }

  private String decoded(int place, ByteBuffer utf8) throws DataFileException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException _) {
      throw errorAt(place, "expected a string in UTF-8, found other bytes");
    }
  }

  /** Returns the UTF-8 bytes of the character that an escape means. */
  private byte[] escape() throws DataFileException {
    int place = at++;
    char c = at < bytes.length ? (char) bytes[at] : ' ';
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0) {
      at++;
      return new byte[] {(byte) "\"\\/\b\f\n\r\t".charAt(simple)};
    }
    if (c != 'u') {
      throw expected("an escape of a string");
    }
    at++;
    char first = hex();
    if (!Character.isSurrogate(first)) {
      return String.valueOf(first).getBytes(StandardCharsets.UTF_8);
    }
    if (Character.isHighSurrogate(first)
        && at + 1 < bytes.length
        && bytes[at] == '\\'
        && bytes[at + 1] == 'u') {
      at += 2;
      char second = hex();
      if (Character.isLowSurrogate(second)) {
        return new String(new char[] {first, second}).getBytes(StandardCharsets.UTF_8);
      }
    }
    throw errorAt(place, "expected a character, found half of a pair of surrogates");
  }

  private char hex() throws DataFileException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < bytes.length && bytes[at] >= 0 ? Character.digit(bytes[at], 16) : -1;
      if (digit < 0) {
        throw expected("a hexadecimal digit");
      }
      value = value << 4 | digit;
      at++;
    }
    return (char) value;
  }

  /** Skips a value of any kind. */
  void skip() throws DataFileException {
    skip(0);
  }

  private void skip(int depth) throws DataFileException {
    if (depth == DEEPEST) {
      throw expected("values nested less than " + DEEPEST + " deep");
    }
    switch (place() < bytes.length ? (char) bytes[at] : ' ') {
      case '{' -> object(_ -> skip(depth + 1));
      case '[' -> array(() -> skip(depth + 1));
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> anyNumber();
    }
  }

  private void word(String word) throws DataFileException {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at >= bytes.length || bytes[at] != word.charAt(i)) {
        throw expected("'" + word + "'");
      }
    }
  }

  private void anyNumber() throws DataFileException {
    if (at < bytes.length && bytes[at] == '-') {
      at++;
    }
    boolean zero = at < bytes.length && bytes[at] == '0';
    if (digits("a value") > 1 && zero) {
      throw expected("a number without zeros in front");
    }
    if (at < bytes.length && bytes[at] == '.') {
      at++;
      digits("a digit");
    }
    if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      digits("a digit");
    }
  }

  private int digits(String what) throws DataFileException {
    int first = at;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == first) {
      throw expected(what);
    }
    return at - first;
  }
}
