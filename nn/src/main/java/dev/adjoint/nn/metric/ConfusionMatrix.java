// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.base.Preconditions;
import com.google.common.base.Strings;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;

/**
 * Counts how often each class was taken for each other.
 *
 * @param classes the number of classes
 * @param counts {@code [classes, classes]}, row-major: the actual class by the predicted one
 */
public record ConfusionMatrix(int classes, ImmutableIntArray counts) {
  /** The root of the largest int: one count for each pair must fit an array. */
  private static final int MOST_CLASSES = 46_340;

  /**
   * Returns the counts of pairs.
   *
   * @param actual integer labels {@code [n]}
   * @param predicted integer labels {@code [n]}
   * @param classes the number of classes; labels are below it
   * @throws ShapeException if these are not as many integers each
   * @throws IllegalArgumentException if a label is out of range, or there are no classes or too
   *     many
   */
  public static ConfusionMatrix of(Tensor actual, Tensor predicted, int classes) {
    if (!actual.shape().equals(predicted.shape())
        || actual.shape().rank() != 1
        || !actual.dtype().isInteger()
        || !predicted.dtype().isInteger()) {
      throw new ShapeException(
          "confusionMatrix",
          "needs integer labels [n] twice: %s, %s".formatted(actual.type(), predicted.type()));
    }
    Preconditions.checkArgument(
        classes >= 1 && classes <= MOST_CLASSES,
        "confusionMatrix: the number of classes must lie in [1, %s]: %s",
        MOST_CLASSES,
        classes);
    int[] counts = new int[classes * classes];
    for (int i = 0; i < actual.size(); i++) {
      counts[label(actual, i, classes) * classes + label(predicted, i, classes)]++;
    }
    return new ConfusionMatrix(classes, ImmutableIntArray.copyOf(counts));
  }

  private static int label(Tensor labels, int i, int classes) {
    long label = labels.buffer().getLong(i);
    Preconditions.checkArgument(
        label >= 0 && label < classes,
        "confusionMatrix: label %s in row %s, expected 0 to %s",
        label,
        i,
        classes - 1);
    return (int) label;
  }

  /** Returns how often {@code actual} was taken for {@code predicted}. */
  public int count(int actual, int predicted) {
    Preconditions.checkElementIndex(actual, classes, "actual");
    Preconditions.checkElementIndex(predicted, classes, "predicted");
    return counts.get(actual * classes + predicted);
  }

  /** Returns the number of pairs. */
  public int total() {
    return counts.stream().sum();
  }

  /** Returns the share of pairs that agree, from 0 to 1; NaN if there are none. */
  public double accuracy() {
    int right = 0;
    for (int i = 0; i < classes; i++) {
      right += count(i, i);
    }
    return (double) right / total();
  }

  /** Returns the share of the examples of a class that were recognised; NaN if it has none. */
  public double recall(int actual) {
    int all = 0;
    for (int i = 0; i < classes; i++) {
      all += count(actual, i);
    }
    return (double) count(actual, actual) / all;
  }

  /** Returns the share of the predictions of a class that were right; NaN if there were none. */
  public double precision(int predicted) {
    int all = 0;
    for (int i = 0; i < classes; i++) {
      all += count(i, predicted);
    }
    return (double) count(predicted, predicted) / all;
  }

  /** Returns a table, a row for each actual class and a column for each predicted one. */
  @Override
  public String toString() {
    int most = counts.stream().max().orElse(0);
    int width = Math.max(Integer.toString(most).length(), Integer.toString(classes).length()) + 1;
    StringBuilder out = new StringBuilder("actual ╲ predicted\n").append(" ".repeat(width + 2));
    for (int j = 0; j < classes; j++) {
      out.append(Strings.padStart(Integer.toString(j), width, ' '));
    }
    out.append('\n').append(" ".repeat(width + 1)).append('┌').append("─".repeat(width * classes));
    for (int i = 0; i < classes; i++) {
      out.append('\n').append(Strings.padStart(Integer.toString(i), width, ' ')).append(" │");
      for (int j = 0; j < classes; j++) {
        String cell = count(i, j) == 0 ? "·" : Integer.toString(count(i, j));
        out.append(Strings.padStart(cell, width, ' '));
      }
    }
    return out.append('\n').toString();
  }
}
