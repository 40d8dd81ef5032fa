// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.CharMatcher;
import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads files of comma-separated numbers, an example a line: the features, then its class. Files
 * may be packed with gzip, whatever their names say. Numbers are decimal, as in {@code -1.5e-3}; a
 * number that is too large for F32 is an error like any other out of range.
 *
 * @param features the number of features in a line, at least 1
 * @param low the smallest value of a feature
 * @param high the largest value of a feature
 * @param classes the number of classes; labels are below it
 */
public record LabelledCsv(int features, double low, double high, int classes) {
  /** Keeps out what Java reads as numbers but files do not mean: "0x1p3", "1d", "NaN". */
  private static final CharMatcher DECIMAL = CharMatcher.anyOf("0123456789+-.eE");

  /** Checks the parameters. */
  public LabelledCsv {
    Preconditions.checkArgument(features > 0, "features must be positive: %s", features);
    Preconditions.checkArgument(low <= high, "low must not be above high: %s, %s", low, high);
    Preconditions.checkArgument(classes > 0, "classes must be positive: %s", classes);
  }

  /**
   * Returns the examples of a file: features F32 {@code [n, features]} and labels I32 {@code [n]}.
   *
   * @throws DataFileException if a line is malformed, or there is none
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
    CsvFields fields = new CsvFields(in);
    Numbers values = new Numbers();
    ImmutableIntArray.Builder labels = ImmutableIntArray.builder();
    while (fields.next()) {
      if (fields.column() <= features) {
        if (fields.endsLine()) {
          throw fields.lineError(
              "expected %s numbers and a label, found %s fields"
                  .formatted(features, fields.column()));
        }
        values.add(number(fields), fields);
      } else {
        labels.add(label(fields));
        if (!fields.endsLine()) {
          throw fields.error(
              "expected the end of the line after %s numbers and this label, found ','"
                  .formatted(features));
        }
      }
    }
    int[] targets = labels.build().toArray();
    if (targets.length == 0) {
      throw fields.lineError("expected an example, but the data ends here");
    }
    return new Dataset(
        Tensor.wrap(Shape.of(targets.length, features), values.toArray()),
        Tensor.wrap(Shape.of(targets.length), targets));
  }

  private float number(CsvFields field) throws DataFileException {
    if (DECIMAL.matchesAllOf(field.text())) {
      try {
        double value = Double.parseDouble(field.text());
        if (value >= low && value <= high && Float.isFinite((float) value)) {
          return (float) value;
        }
      } catch (NumberFormatException _) {
        // Reported like a number out of range.
      }
    }
    throw field.error(
        "expected a number from %s to %s, found %s"
            .formatted(
                plain(Math.max(low, -Float.MAX_VALUE)),
                plain(Math.min(high, Float.MAX_VALUE)),
                field.quoted()));
  }

  private int label(CsvFields field) throws DataFileException {
    try {
      int label = Integer.parseInt(field.text());
      if (label >= 0 && label < classes) {
        return label;
      }
    } catch (NumberFormatException _) {
      // Reported like a label out of range.
    }
    throw field.error(
        "expected a label from 0 to %s, found %s".formatted(classes - 1, field.quoted()));
  }

  private static String plain(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e7;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }

  /** Numbers whose count is not known before; they take memory as they come. */
  private static final class Numbers {
    float[] values = new float[1024];
    int count;

    void add(float value, CsvFields place) throws DataFileException {
      int most = DataStream.LONGEST_ARRAY;
      if (count == most) {
        throw place.error("expected at most " + most + " numbers in a file, found more");
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(2L * count, most));
      }
      values[count++] = value;
    }

    float[] toArray() {
      return Arrays.copyOf(values, count);
    }
  }
}
