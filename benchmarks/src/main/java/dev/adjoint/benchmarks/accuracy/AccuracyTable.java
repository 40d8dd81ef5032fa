// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one for each function, dtype and order. */
final class AccuracyTable {
  private final Map<String, AccuracyRow> rows = new LinkedHashMap<>();

  /** Reads a file; one that is not there has no rows. */
  static AccuracyTable read(Path file) throws IOException {
    AccuracyTable table = new AccuracyTable();
    if (Files.exists(file)) {
      Files.readAllLines(file).stream()
          .skip(1)
          .map(AccuracyRow::parse)
          .forEach(row -> table.rows.put(row.key(), row));
    }
    return table;
  }

  /** Returns the row of a key, null if there is none. */
  @Nullable AccuracyRow row(String key) {
    return rows.get(key);
  }

  /** Replaces rows. */
  void put(List<AccuracyRow> of) {
    of.forEach(row -> rows.put(row.key(), row));
  }

  /** Writes the rows in the order of the functions, without those of functions that are no more. */
  void write(Path file) throws IOException {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(AccuracyRow.HEADER);
    for (Measured function : Measured.all()) {
      Stream.of("F32,0", "F32,1", "F64,0", "F64,1")
          .map(key -> rows.get(function.name() + "," + key))
          .filter(row -> row != null)
          .forEach(row -> lines.add(row.line()));
    }
    Files.write(file, lines.build());
  }
}
