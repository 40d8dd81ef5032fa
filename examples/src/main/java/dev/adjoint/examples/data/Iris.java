// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.data;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import dev.adjoint.nn.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fisher's irises: two measures of each flower, and whether it is of the second of two kinds.
 *
 * @param first the kind of target 0: 0 setosa, 1 versicolor, 2 virginica
 * @param data F32 {@code [n, 2]}, length and width of a petal in cm, with targets {@code [n, 1]}
 */
public record Iris(int first, Dataset data) {
  private static final List<String> KINDS = List.of("setosa", "versicolor", "virginica");
  private static final int PETAL_LENGTH = 3;

  /** The name of the file. */
  public static final String FILE = "iris-full.tsv";

  /** Where to get the file. */
  public static final String SOURCE =
      "https://github.com/dotnet/machinelearning-samples (datasets/iris-full.txt)";

  /**
   * Returns the flowers of one kind and of the next.
   *
   * @throws DataFileException if a line is not a label and four measures
   */
  public static Iris read(Path file, int first) throws IOException {
    List<double[]> rows = rows(file);
    List<double[]> kept = rows.stream().filter(r -> r[0] == first || r[0] == first + 1).toList();
    float[] petals = new float[2 * kept.size()];
    float[] targets = new float[kept.size()];
    for (int i = 0; i < targets.length; i++) {
      petals[2 * i] = (float) kept.get(i)[PETAL_LENGTH];
      petals[2 * i + 1] = (float) kept.get(i)[PETAL_LENGTH + 1];
      targets[i] = (float) kept.get(i)[0] - first;
    }
    int n = targets.length;
    Tensor features = Tensor.wrap(Shape.of(n, 2), petals);
    return new Iris(first, new Dataset(features, Tensor.wrap(Shape.of(n, 1), targets)));
  }

  private static List<double[]> rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<double[]> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      try {
        rows.add(Stream.of(lines.get(i).split("\t")).mapToDouble(Double::parseDouble).toArray());
      } catch (NumberFormatException _) {
        throw new DataFileException(file.toString(), "line %s: expected numbers".formatted(i + 1));
      }
      if (rows.getLast().length != 5) {
        throw new DataFileException(
            file.toString(), "line %s: expected a label and four measures".formatted(i + 1));
      }
    }
    return rows;
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
