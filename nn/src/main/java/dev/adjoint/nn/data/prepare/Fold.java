// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One part of a cross-validation: the rows that are held back, and all others to train on. Each row
 * is held back in exactly one of the folds (Stone 1974, <i>Cross-Validatory Choice and Assessment
 * of Statistical Predictions</i>).
 *
 * @param train the rows to train on, in order
 * @param test the rows held back, in order
 */
public record Fold(ImmutableIntArray train, ImmutableIntArray test) {
  /**
   * Returns folds of neighbouring rows. Their sizes differ by at most 1, the larger ones first, as
   * in scikit-learn's {@code KFold}.
   *
   * @param rows the number of rows
   * @param folds the number of folds, from 2 to that of the rows
   * @throws IllegalArgumentException if there are too few folds or rows
   */
  public static ImmutableList<Fold> of(int rows, int folds) {
    return folds(byOrder(IntStream.range(0, checked(rows, folds)).toArray(), folds), folds);
  }

  /**
   * Returns folds of random rows, of the sizes of {@link #of(int, int)}.
   *
   * @throws IllegalArgumentException if there are too few folds or rows
   */
  public static ImmutableList<Fold> of(int rows, int folds, Seed seed) {
    return folds(byOrder(seed.permutation(checked(rows, folds)), folds), folds);
  }

  /**
   * Returns folds that hold the same share of every class, up to one example; their sizes differ by
   * at most 1. They are those of scikit-learn's {@code StratifiedKFold} without shuffling: the rows
   * of a class go to the folds in their order.
   *
   * @param labels the classes, integers {@code [n]}
   * @param folds the number of folds, from 2 to that of the examples of each class
   * @throws ShapeException if the labels are of another type
   * @throws IllegalArgumentException if a class has fewer examples than there are folds
   */
  public static ImmutableList<Fold> stratified(Tensor labels, int folds) {
    int[] order = IntStream.range(0, labels.size()).toArray();
    return stratified(labels, folds, order);
  }

  /**
   * Returns folds that hold the same share of every class, up to one example, of random rows.
   *
   * @param labels the classes, integers {@code [n]}
   * @param folds the number of folds, from 2 to that of the examples of each class
   * @throws ShapeException if the labels are of another type
   * @throws IllegalArgumentException if a class has fewer examples than there are folds
   */
  public static ImmutableList<Fold> stratified(Tensor labels, int folds, Seed seed) {
    return stratified(labels, folds, seed.permutation(labels.size()));
  }

  private static ImmutableList<Fold> stratified(Tensor labels, int folds, int[] order) {
    if (!labels.dtype().isInteger() || labels.shape().rank() != 1) {
      throw new ShapeException(
          "folds", "stratifying needs class labels, integers [n], got " + labels.type());
    }
    checked(labels.size(), folds);
    // Numbered as they appear, as scikit-learn does, so that the names of classes do not matter.
    long[] classes = Arrays.stream(labels.toLongArray()).distinct().toArray();
    Map<Long, Integer> numbers = new HashMap<>();
    for (long name : classes) {
      numbers.put(name, numbers.size());
    }
    int[] classOf = new int[labels.size()];
    int[] sizes = new int[classes.length];
    for (int row = 0; row < classOf.length; row++) {
      classOf[row] = numbers.get(labels.buffer().getLong(row));
      sizes[classOf[row]]++;
    }
    for (int c = 0; c < classes.length; c++) {
      Preconditions.checkArgument(
          sizes[c] >= folds,
          "folds: class %s has %s examples, too few for %s folds; use fewer folds",
          classes[c],
          sizes[c],
          folds);
    }
    int[] foldOf = new int[labels.size()];
    int[][] places = places(sizes, folds);
    int[] next = new int[classes.length];
    for (int row : order) {
      foldOf[row] = places[classOf[row]][next[classOf[row]]++];
    }
    return folds(foldOf, folds);
  }

  /**
   * Returns for each class the folds of its members, one after another: dealt out like cards from
   * the sorted labels, so that no fold gets more than its share of anything.
   */
  private static int[][] places(int[] sizes, int folds) {
    int[][] places = new int[sizes.length][];
    int dealt = 0;
    for (int c = 0; c < sizes.length; c++) {
      places[c] = new int[sizes[c]];
      for (int i = 0; i < sizes[c]; i++) {
        places[c][i] = dealt++ % folds;
      }
      Arrays.sort(places[c]);
    }
    return places;
  }

  private static int checked(int rows, int folds) {
    Preconditions.checkArgument(folds >= 2, "folds: there must be at least 2: %s", folds);
    Preconditions.checkArgument(
        rows >= folds, "folds: %s rows are too few for %s folds", rows, folds);
    return rows;
  }

  /** Returns the fold of each row: that of its place in an order. */
  private static int[] byOrder(int[] order, int folds) {
    int[] foldOf = new int[order.length];
    int larger = order.length % folds;
    int size = order.length / folds;
    for (int i = 0; i < order.length; i++) {
      int inLarger = larger * (size + 1);
      foldOf[order[i]] = i < inLarger ? i / (size + 1) : larger + (i - inLarger) / size;
    }
    return foldOf;
  }

  private static ImmutableList<Fold> folds(int[] foldOf, int folds) {
    ImmutableList.Builder<Fold> all = ImmutableList.builder();
    for (int fold = 0; fold < folds; fold++) {
      int held = fold;
      all.add(
          new Fold(
              rows(IntStream.range(0, foldOf.length).filter(row -> foldOf[row] != held)),
              rows(IntStream.range(0, foldOf.length).filter(row -> foldOf[row] == held))));
    }
    return all.build();
  }

  private static ImmutableIntArray rows(IntStream rows) {
    return ImmutableIntArray.copyOf(rows.toArray());
  }

  /**
   * Returns the rows of a dataset.
   *
   * @throws IndexOutOfBoundsException if the dataset has fewer rows than the fold is of
   */
  public Dataset.Split of(Dataset data) {
    return new Dataset.Split(data.rows(train.toArray()), data.rows(test.toArray()));
  }
}
