// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the figures of each epoch as a line of a file, numbers with all their digits. A training
 * that begins with epoch 1 begins the file, too. One that goes on, from a checkpoint or after a
 * training before it, keeps the lines of the epochs before, and writes those that it does again
 * anew.
 *
 * @param file the file
 * @param format how a line is written
 */
public record EpochLog(Path file, Format format) implements TrainingListener {
  /** How an epoch is written. */
  public enum Format {
    /** Numbers between commas, under a line with the names; empty where a figure is NaN. */
    CSV,
    /** An object of JSON a line (JSON Lines); null where a figure is no finite number. */
    JSON_LINES
  }

  /** Checks that there is a file. */
  public EpochLog {
    Given.present("log", "the file", file, "give a path");
  }

  /** Returns a log of comma-separated values. */
  public static EpochLog csv(Path file) {
    return new EpochLog(file, Format.CSV);
  }

  /** Returns a log of objects of JSON. */
  public static EpochLog jsonLines(Path file) {
    return new EpochLog(file, Format.JSON_LINES);
  }

  @Override
  public void epochEnded(History.Epoch epoch) {
    try {
      List<String> lines = new ArrayList<>(header(epoch));
      for (String line : epoch.number() == 1 ? List.<String>of() : present()) {
        if (numberOf(line) > 0 && numberOf(line) < epoch.number()) {
          lines.add(line);
        }
      }
      lines.add(line(epoch));
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("log: cannot write " + file, e);
    }
  }

  private List<String> present() throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private ImmutableList<String> header(History.Epoch epoch) {
    if (format == Format.JSON_LINES) {
      return ImmutableList.of();
    }
    return ImmutableList.of(
        Stream.concat(Stream.of("epoch"), epoch.figures().keySet().stream().map(EpochLog::cell))
            .collect(Collectors.joining(",")));
  }

  private String line(History.Epoch epoch) {
    return switch (format) {
      case CSV ->
          epoch.number()
              + epoch.figures().values().stream()
                  .map(value -> "," + (value.isNaN() ? "" : value))
                  .collect(Collectors.joining());
      case JSON_LINES ->
          "{\"epoch\":"
              + epoch.number()
              + epoch.figures().entrySet().stream()
                  .map(figure -> "," + quoted(figure.getKey()) + ":" + number(figure.getValue()))
                  .collect(Collectors.joining())
              + "}";
    };
  }

  /** Returns the number of the epoch that a line is of, or 0 if it is of none. */
  private int numberOf(String line) {
    int from = format == Format.CSV ? 0 : "{\"epoch\":".length();
    int end = line.indexOf(',');
    try {
      return end < from ? 0 : Integer.parseInt(line.substring(from, end));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  /** Returns a cell, in quotation marks if it must be (RFC 4180). */
  private static String cell(String text) {
    return text.matches("[^,\"\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < ' ') {
        quoted.append("\\u00").append(c < 16 ? "0" : "1").append(Character.forDigit(c & 15, 16));
      } else {
        quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
