// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Figures of Python's libraries; {@code data_golden.py} made them. */
public final class DataFigures {
  private DataFigures() {}

  /** Returns the figures of a name. */
  public static double[] of(String name) {
    try {
      for (String line :
          Resources.readLines(
              DataFigures.class.getResource("/golden/data/figures.txt"), StandardCharsets.UTF_8)) {
        List<String> words = Splitter.on(' ').splitToList(line);
        if (words.getFirst().equals(name)) {
          return words.stream().skip(1).mapToDouble(Double::parseDouble).toArray();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("no figures " + name);
  }

  /** Returns figures that are integers. */
  public static int[] integers(String name) {
    double[] figures = of(name);
    int[] integers = new int[figures.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) figures[i];
    }
    return integers;
  }
}
