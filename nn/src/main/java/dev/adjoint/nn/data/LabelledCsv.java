package dev.adjoint.nn.data;

import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads files of comma-separated numbers, an example a line: the features, then its class. Files
 * may be packed with gzip, whatever their names say.
 *
 * @param features the number of features in a line, at least 1
 * @param low the smallest value of a feature
 * @param high the largest value of a feature
 * @param classes the number of classes; labels are below it
 */
public record LabelledCsv(int features, double low, double high, int classes) {
  /** More characters than any number of a line needs. */
  private static final int MAX_FIELD = 32;

  private static final Splitter FIELDS = Splitter.on(',').trimResults();

  /** Checks the parameters. */
  public LabelledCsv {
    Preconditions.checkArgument(features > 0, "features must be positive: %s", features);
    Preconditions.checkArgument(low <= high, "low must not be above high: %s, %s", low, high);
    Preconditions.checkArgument(classes > 0, "classes must be positive: %s", classes);
  }

  /**
   * Returns the examples of a file: features F32 {@code [n, features]} and labels I32 {@code [n]}.
   *
   * @throws DataFileException if a line is not what it should be, or there is none
   */
  public Dataset read(Path file) throws IOException {
    try (DataStream in = DataStream.open(file)) {
      return read(in);
    }
  }

  /**
   * Returns the examples of a stream, which is closed; see {@link #read(Path)}.
   *
   * @param name what to call the stream in errors
   */
  public Dataset read(InputStream stream, String name) throws IOException {
    try (DataStream in = DataStream.over(name, stream, Long.MAX_VALUE)) {
      return read(in);
    }
  }

  private Dataset read(DataStream in) throws IOException {
    float[] values = new float[features * 256];
    int[] labels = new int[256];
    int n = 0;
    Lines lines = new Lines(in, (features + 1) * MAX_FIELD);
    while (lines.next()) {
      if (n == labels.length) {
        values = Arrays.copyOf(values, Math.multiplyExact(values.length, 2));
        labels = Arrays.copyOf(labels, n * 2);
      }
      List<String> fields = FIELDS.splitToList(lines.text);
      if (fields.size() != features + 1) {
        throw lines.error(
            "expected %d numbers and a label, found %d fields".formatted(features, fields.size()));
      }
      for (int i = 0; i < features; i++) {
        values[n * features + i] = (float) number(lines, i, fields.get(i));
      }
      labels[n++] = label(lines, fields.getLast());
    }
    if (n == 0) {
      throw lines.error("expected an example, but the data ends here");
    }
    return new Dataset(
        Tensor.wrap(Shape.of(n, features), Arrays.copyOf(values, n * features)),
        Tensor.wrap(Shape.of(n), Arrays.copyOf(labels, n)));
  }

  private double number(Lines lines, int column, String text) throws DataFileException {
    try {
      double value = Double.parseDouble(text);
      if (value >= low && value <= high) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Reported like a number out of range.
    }
    throw lines.error(
        "column %d: expected a number from %s to %s, found '%s'"
            .formatted(column + 1, plain(low), plain(high), text));
  }

  private int label(Lines lines, String text) throws DataFileException {
    try {
      int label = Integer.parseInt(text);
      if (label >= 0 && label < classes) {
        return label;
      }
    } catch (NumberFormatException _) {
      // Reported like a label out of range.
    }
    throw lines.error(
        "column %d: expected a label from 0 to %d, found '%s'"
            .formatted(features + 1, classes - 1, text));
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** The lines of a stream that are not blank, none longer than a limit. */
  private static final class Lines {
    final DataStream in;
    final int limit;
    final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    byte[] chunk = {};
    int at;
    int number;
    String text = "";

    Lines(DataStream in, int limit) {
      this.in = in;
      this.limit = limit;
    }

    boolean next() throws IOException {
      do {
        pending.reset();
        number++;
        int b = take();
        if (b < 0) {
          return false;
        }
        for (; b >= 0 && b != '\n'; b = take()) {
          if (pending.size() == limit) {
            throw error("expected a line of at most " + limit + " characters, found more");
          }
          pending.write(b);
        }
        text = pending.toString(StandardCharsets.UTF_8).strip();
      } while (text.isEmpty());
      return true;
    }

    private int take() throws IOException {
      if (at == chunk.length) {
        chunk = in.read(1 << 13);
        at = 0;
      }
      return at == chunk.length ? -1 : chunk[at++];
    }

    DataFileException error(String problem) {
      return in.lineError(number, problem);
    }
  }
}
