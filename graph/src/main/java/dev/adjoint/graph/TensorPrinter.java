package dev.adjoint.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints tensors as NumPy does: nested brackets, columns aligned, and of a tensor of more than
 * {@value #THRESHOLD} elements only the first and last {@value #EDGE} along each axis.
 */
final class TensorPrinter {
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;
  private static final int SIGNIFICANT_DIGITS = 6;

  private final Tensor tensor;
  private final boolean elide;
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private int width;
  private int cell;

  private TensorPrinter(Tensor tensor) {
    this.tensor = tensor;
    this.elide = tensor.size() > THRESHOLD;
  }

  static String print(Tensor tensor) {
    TensorPrinter printer = new TensorPrinter(tensor);
    printer.collect(0, 0);
    printer.write(0);
    return printer.out.toString();
  }

  /** Formats the elements that will be shown, in order; as deep as the rank. */
  private void collect(int axis, int at) {
    if (axis == tensor.shape().rank()) {
      String text = format(at);
      cells.add(text);
      width = Math.max(width, text.length());
      return;
    }
    int stride = tensor.shape().strides().get(axis);
    int extent = tensor.shape().dim(axis);
    for (int i = 0; i < extent; i++) {
      if (elided(i, extent)) {
        i = extent - EDGE;
      }
      collect(axis + 1, at + i * stride);
    }
  }

  private void write(int axis) {
    if (axis == tensor.shape().rank()) {
      String text = cells.get(cell++);
      out.repeat(' ', tensor.shape().isScalar() ? 0 : width - text.length()).append(text);
      return;
    }
    boolean innermost = axis == tensor.shape().rank() - 1;
    int extent = tensor.shape().dim(axis);
    out.append('[');
    for (int i = 0; i < extent; i++) {
      separate(i > 0, innermost, axis);
      if (elided(i, extent)) {
        out.append("...");
        separate(true, innermost, axis);
        i = extent - EDGE;
      }
      write(axis + 1);
    }
    out.append(']');
  }

  private void separate(boolean needed, boolean innermost, int axis) {
    if (needed && innermost) {
      out.append(' ');
    } else if (needed) {
      out.repeat('\n', tensor.shape().rank() - axis - 1).repeat(' ', axis + 1);
    }
  }

  private boolean elided(int i, int extent) {
    return elide && i == EDGE && extent > 2 * EDGE;
  }

  private String format(int at) {
    return switch (tensor.dtype()) {
      case BOOL -> tensor.buffer().getLong(at) == 1 ? "true" : "false";
      case I32, I64 -> Long.toString(tensor.buffer().getLong(at));
      case F32, F64 -> number(tensor.buffer().getDouble(at));
    };
  }

  /** Returns the shortest of plain and scientific notation that shows six significant digits. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double magnitude = Math.abs(value);
    if (value == 0) {
      return 1 / value < 0 ? "-0." : "0.";
    }
    if (magnitude < 1e-4 || magnitude >= 1e8) {
      return String.format(Locale.ROOT, "%." + (SIGNIFICANT_DIGITS - 1) + "e", value);
    }
    int integerDigits = Math.max(1, Long.toString((long) magnitude).length());
    int decimals = Math.max(0, SIGNIFICANT_DIGITS + 2 - Math.max(integerDigits, 2));
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "") : text + ".";
  }
}
