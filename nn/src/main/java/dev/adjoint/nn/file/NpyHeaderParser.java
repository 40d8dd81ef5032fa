// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import dev.adjoint.graph.Shape;
import dev.adjoint.nn.data.DataFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of an npy file: a dictionary of Python with a text, a truth value and a tuple of
 * integers. Nothing else of Python is understood, and nothing is run.
 */
final class NpyHeaderParser {
  private static final String DESCR = "descr";
  private static final String ORDER = "fortran_order";
  private static final String SHAPE = "shape";
  private static final Set<String> KEYS = Set.of(DESCR, ORDER, SHAPE);

  /** As many axes as an array of NumPy can have. */
  private static final int MOST_AXES = 64;

  private final String file;
  private final long start;
  private final String text;
  private int at;

  private NpyHeaderParser(String file, long start, String text) {
    this.file = file;
    this.start = start;
    this.text = text;
  }

  /**
   * Returns what a header says.
   *
   * @param start where the header begins in the file
   * @param text the header, a character for each byte
   * @throws DataFileException if it is malformed, or the array fits into no tensor
   */
  static NpyHeader parse(String file, long start, String text) throws DataFileException {
    return new NpyHeaderParser(file, start, text).header();
  }

  private NpyHeader header() throws DataFileException {
    Map<String, Object> values = new HashMap<>();
    Map<String, Integer> places = new HashMap<>();
    expect('{', "a dictionary of Python");
    while (!has('}')) {
      int place = at;
      String key = quoted("the name of an entry");
      if (!KEYS.contains(key)) {
        throw error(place, "expected 'descr', 'fortran_order' or 'shape'", Texts.shortened(key));
      }
      expect(':', "':' after " + key);
      places.put(key, skipBlanks());
      if (values.put(key, value(key)) != null) {
        throw error(place, "expected '" + key + "' once", "it again");
      }
      if (!has(',')) {
        expect('}', "',' or the end of the dictionary");
        break;
      }
    }
    if (skipBlanks() < text.length()) {
      throw error(at, "expected nothing after the dictionary", found());
    }
    for (String key : List.of(DESCR, ORDER, SHAPE)) {
      if (!values.containsKey(key)) {
        throw error(at, "expected the entry '" + key + "'", "the end of the dictionary");
      }
    }
    String descr = (String) values.get(DESCR);
    StoredType type = type(descr, places.get(DESCR));
    return new NpyHeader(
        type,
        descr.startsWith(">"),
        (Boolean) values.get(ORDER),
        shape((List<?>) values.get(SHAPE), places.get(SHAPE)));
  }

  private Object value(String key) throws DataFileException {
    return switch (key) {
      case DESCR -> {
        if (skipBlanks() < text.length() && text.charAt(at) == '[') {
          throw error(
              at,
              "expected a type of numbers, such as '<f4'",
              "a list: an array of records; save its fields one by one");
        }
        yield quoted("a type of numbers, such as '<f4'");
      }
      case ORDER -> truth();
      default -> tuple();
    };
  }

  private boolean truth() throws DataFileException {
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, skipBlanks())) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw error(at, "expected True or False", found());
  }

  private List<Integer> tuple() throws DataFileException {
    List<Integer> extents = new ArrayList<>();
    expect('(', "a tuple of extents");
    while (!has(')')) {
      if (extents.size() == MOST_AXES) {
        throw error(at, "expected at most " + MOST_AXES + " extents", "more");
      }
      extents.add(extent());
      if (!has(',')) {
        expect(')', "',' or the end of the tuple");
        break;
      }
    }
    return extents;
  }

  private int extent() throws DataFileException {
    int from = skipBlanks();
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(from, at);
    if (at < text.length() && text.charAt(at) == 'L') { // Python 2 wrote long integers so
      at++;
    }
    if (digits.isEmpty()) {
      throw error(from, "expected an extent, an integer from 0", found());
    }
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      throw error(from, "expected an extent below 2³¹, as tensors have", Texts.shortened(digits));
    }
  }

  private StoredType type(String descr, int place) throws DataFileException {
    @Nullable StoredType type = descr.isEmpty() ? null : NpyHeader.type(descr.substring(1));
    boolean ordered =
        type != null && (type.bytes() == 1 ? "|<>" : "<>").indexOf(descr.charAt(0)) >= 0;
    if (type == null || !ordered) {
      throw error(
          place,
          "expected a type of numbers or truth values, such as '<f4'",
          Texts.shortened(descr) + hint(descr));
    }
    return type;
  }

  private static String hint(String descr) {
    char kind = descr.length() < 2 ? ' ' : descr.charAt(1);
    return switch (kind) {
      case 'c' -> ", complex numbers; save real and imaginary part one by one";
      case 'f' -> ", numbers of more than 8 bytes; save them as float64";
      case 'O' -> ", objects of Python, which could run code when they are read; save numbers";
      case 'U', 'S' -> ", texts; save their numbers";
      case 'V' -> ", bytes without a type, as bfloat16 is written; save it as float32";
      case 'M', 'm' -> ", times; save them as int64";
      default -> "";
    };
  }

  private Shape shape(List<?> extents, int place) throws DataFileException {
    long size = 1;
    boolean empty = false;
    int[] dims = new int[extents.size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = (Integer) extents.get(i);
      empty |= dims[i] == 0;
      // Capped, so that the next product still fits a long.
      size = Math.min(size * Math.max(dims[i], 1), 1L << 32);
    }
    if (!empty && size > NpyReader.LONGEST_ARRAY) {
      throw error(
          place,
          "expected at most " + NpyReader.LONGEST_ARRAY + " elements, as an array of Java can have",
          extents.toString());
    }
    return Shape.of(dims);
  }

  private String quoted(String what) throws DataFileException {
    int from = skipBlanks();
    char mark = from < text.length() ? text.charAt(from) : ' ';
    int end = mark == '\'' || mark == '"' ? text.indexOf(mark, from + 1) : -1;
    if (end < 0) {
      throw error(from, "expected " + what + " in quotation marks", found());
    }
    at = end + 1;
    return text.substring(from + 1, end);
  }

  private void expect(char c, String what) throws DataFileException {
    if (!has(c)) {
      throw error(at, "expected " + what, found());
    }
  }

  /** Takes a character if it is the next one. */
  private boolean has(char c) {
    boolean next = skipBlanks() < text.length() && text.charAt(at) == c;
    at += next ? 1 : 0;
    return next;
  }

  private int skipBlanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private String found() {
    return at == text.length() ? "the end of the header" : Texts.shortened(text.substring(at));
  }

  private DataFileException error(int place, String expected, String found) {
    return new DataFileException(
        file, "at byte %s: %s, found %s".formatted(start + place, expected, found));
  }
}
