// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Strings;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints tensors as NumPy's {@code str} does with its default options: nested brackets, columns
 * aligned, lines of at most {@value #LINE_WIDTH} characters, and of a tensor of more than {@value
 * #THRESHOLD} elements only the first and last {@value #EDGE} along each axis. Truth values are
 * {@code true} and {@code false} as in Java.
 */
final class TensorPrinter {
  private static final int LINE_WIDTH = 75;
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;
  private static final String ELLIPSIS = "...";

  private final Tensor tensor;
  private final int rank;
  private final int[] strides;
  private final boolean elide;
  private final StringBuilder out = new StringBuilder();

  /** The elements that are shown, formatted to equal widths, and how many of them are written. */
  private List<String> cells = List.of();

  private int written;

  private TensorPrinter(Tensor tensor) {
    this.tensor = tensor;
    this.rank = tensor.shape().rank();
    this.strides = tensor.shape().strides().toArray();
    this.elide = tensor.size() > THRESHOLD;
  }

  static String print(Tensor tensor) {
    if (tensor.size() == 0) {
      return "[]";
    }
    if (tensor.shape().isScalar()) {
      return tensor.dtype().isFloating()
          ? FloatFormat.single(tensor.buffer(), 0)
          : integral(tensor, 0);
    }
    TensorPrinter printer = new TensorPrinter(tensor);
    List<Integer> shown = new ArrayList<>();
    printer.collect(0, 0, shown);
    printer.cells = column(tensor, shown);
    printer.write(0);
    return printer.out.toString();
  }

  private static List<String> column(Tensor tensor, List<Integer> shown) {
    if (tensor.dtype().isFloating()) {
      return FloatFormat.column(tensor.buffer(), shown);
    }
    List<String> texts = shown.stream().map(at -> integral(tensor, at)).toList();
    int longest = texts.stream().mapToInt(String::length).max().orElse(0);
    int width = tensor.dtype() == DType.BOOL ? "false".length() : longest;
    return texts.stream().map(text -> Strings.padStart(text, width, ' ')).toList();
  }

  private static String integral(Tensor tensor, int at) {
    long value = tensor.buffer().getLong(at);
    return tensor.dtype() == DType.BOOL ? Boolean.toString(value != 0) : Long.toString(value);
  }

  /** Lists the elements that will be shown, in order; as deep as the rank. */
  private void collect(int axis, int at, List<Integer> shown) {
    if (axis == rank) {
      shown.add(at);
      return;
    }
    int extent = tensor.shape().dim(axis);
    for (int i = 0; i < extent; i++) {
      if (elided(i, extent)) {
        i = extent - EDGE;
      }
      collect(axis + 1, at + i * strides[axis], shown);
    }
  }

  /** Writes the contents of one pair of brackets; as deep as the rank. */
  private void write(int axis) {
    out.append('[');
    int extent = tensor.shape().dim(axis);
    if (axis == rank - 1) {
      writeRow(extent);
    } else {
      String separator = "\n".repeat(rank - axis - 1) + " ".repeat(axis + 1);
      for (int i = 0; i < extent; i++) {
        out.append(i > 0 ? separator : "");
        if (elided(i, extent)) {
          out.append(ELLIPSIS).append(separator);
          i = extent - EDGE;
        }
        write(axis + 1);
      }
    }
    out.append(']');
  }

  /** Writes the elements of the last axis, breaking lines where the next one would not fit. */
  private void writeRow(int extent) {
    String indent = " ".repeat(rank);
    int widest = LINE_WIDTH - rank;
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < extent; i++) {
      if (elided(i, extent)) {
        extend(line, ELLIPSIS, indent, widest);
        line.append(' ');
        i = extent - EDGE;
      }
      extend(line, cells.get(written++), indent, widest);
      line.append(i < extent - 1 ? " " : "");
    }
    out.append(line, indent.length(), line.length());
  }

  /** Starts a new line if the word does not fit; the first word of a line always does. */
  private void extend(StringBuilder line, String word, String indent, int widest) {
    if (line.length() > indent.length() && line.length() + word.length() > widest) {
      out.append(line.substring(indent.length()).stripTrailing()).append('\n').append(indent);
      line.setLength(indent.length());
    }
    line.append(word);
  }

  private boolean elided(int i, int extent) {
    return elide && i == EDGE && extent > 2 * EDGE;
  }
}
