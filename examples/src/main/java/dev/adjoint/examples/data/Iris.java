// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.data;

import dev.adjoint.nn.data.Csv;
import dev.adjoint.nn.data.DataFileException;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.Table;
import dev.adjoint.ops.Expr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fisher's irises: two measures of each flower, and whether it is of the second of two kinds.
 *
 * @param first the kind of target 0: 0 setosa, 1 versicolor, 2 virginica
 * @param data F32 {@code [n, 2]}, length and width of a petal in cm, with targets {@code [n, 1]}
 */
public record Iris(int first, Dataset data) {
  private static final List<String> KINDS = List.of("setosa", "versicolor", "virginica");

  /** The name of the file. */
  public static final String FILE = "iris-full.tsv";

  /** Where to get the file. */
  public static final String SOURCE =
      "https://github.com/dotnet/machinelearning-samples (datasets/iris-full.txt)";

  /**
   * Returns the flowers of one kind and of the next.
   *
   * @throws DataFileException if the file is no table of numbers
   * @throws IllegalArgumentException if it lacks a column
   */
  public static Iris read(Path file, int first) throws IOException {
    Table all = Csv.tabs().read(file);
    double[] kinds = all.numbers("#Label").toDoubleArray();
    Table two =
        all.rows(
            IntStream.range(0, all.size())
                .filter(i -> kinds[i] == first || kinds[i] == first + 1)
                .toArray());
    Expr targets = Expr.constant(two.numbers("#Label")).sub(first);
    return new Iris(first, new Dataset(two.numbers("Petal length", "Petal width"), targets.eval()));
  }

  /** Returns one measure of the flowers of a target, 0 or 1: of the petals 0 length, 1 width. */
  public double[] measure(int measure, int target) {
    return IntStream.range(0, data.size())
        .filter(i -> data.targets().getDouble(i, 0) == target)
        .mapToDouble(i -> data.features().getDouble(i, measure))
        .toArray();
  }

  /** Returns the name of the kind of a target, 0 or 1. */
  public String kind(int target) {
    return KINDS.get(first + target);
  }
}
