// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Examples to learn from: rows of features and the targets that belong to them. Networks with
 * several inputs have a tensor of features for each, those with several outputs one of targets.
 *
 * @param inputs the features of each input, {@code [n, …]}, one example a row
 * @param outputs the targets of each output, {@code [n, …]}; class labels are integers {@code [n]}
 * @param weights by how much examples count: none, or for each output {@code [n]}, or more leading
 *     axes of its targets, as {@code [n, length]} for the steps of sequences
 */
public record Dataset(
    ImmutableList<Tensor> inputs, ImmutableList<Tensor> outputs, ImmutableList<Tensor> weights) {
  /**
   * Two datasets that have no row in common.
   *
   * @param train the rows to train on
   * @param test the rows held back
   */
  public record Split(Dataset train, Dataset test) {}

  /**
   * Checks that all tensors have a row for each example, and that no weight is impossible.
   *
   * @throws ShapeException if the numbers of rows differ, one of the tensors is a scalar, or there
   *     are no features or targets, or not as many weights as targets
   * @throws IllegalArgumentException if a weight is negative or not finite
   */
  public Dataset {
    DatasetChecks.rows(inputs, outputs);
    DatasetChecks.weights(outputs, weights);
  }

  /**
   * Returns examples for one input and one output.
   *
   * @param features {@code [n, …]}, one example a row
   * @param targets {@code [n, …]}, what to predict
   * @throws ShapeException if the numbers of rows differ, or one of the tensors is a scalar
   */
  public Dataset(Tensor features, Tensor targets) {
    this(ImmutableList.of(features), ImmutableList.of(targets), ImmutableList.of());
  }

  /**
   * Returns examples for several inputs and outputs, in the order of those of the network.
   *
   * @throws ShapeException if the numbers of rows differ, one of the tensors is a scalar, or there
   *     are none
   */
  public static Dataset of(List<Tensor> features, List<Tensor> targets) {
    Given.allPresent("dataset", "feature", features, "give a tensor");
    Given.allPresent("dataset", "target", targets, "give a tensor");
    return new Dataset(
        ImmutableList.copyOf(features), ImmutableList.copyOf(targets), ImmutableList.of());
  }

  /**
   * Returns these examples with weights: the loss is {@code Σ weight·loss/n}, as in Keras, and a
   * mean among the metrics {@code Σ weight·value/Σ weight}. With several outputs each loss has the
   * same weights.
   *
   * @param newWeights {@code [n]}, or more leading axes of the targets, as {@code [n, length]}
   * @throws ShapeException if they do not fit the targets
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public Dataset weighted(Tensor newWeights) {
    return weighted(Collections.nCopies(outputs.size(), newWeights));
  }

  /** Returns these examples with weights for each output; see {@link #weighted(Tensor)}. */
  public Dataset weighted(List<Tensor> newWeights) {
    Given.allPresent("dataset", "weight", newWeights, "give a tensor");
    return new Dataset(inputs, outputs, ImmutableList.copyOf(newWeights));
  }

  /**
   * Returns the features.
   *
   * @throws IllegalStateException if there are several; see {@link #inputs}
   */
  public Tensor features() {
    return single("features", "inputs", inputs);
  }

  /**
   * Returns the targets.
   *
   * @throws IllegalStateException if there are several; see {@link #outputs}
   */
  public Tensor targets() {
    return single("targets", "outputs", outputs);
  }

  private Tensor single(String what, String method, ImmutableList<Tensor> tensors) {
    Preconditions.checkState(
        tensors.size() == 1,
        "dataset: there are several %s: %s; take one of %s()",
        what,
        this,
        method);
    return tensors.getFirst();
  }

  /** Returns all tensors: the features, then the targets, then the weights. */
  public ImmutableList<Tensor> tensors() {
    return ImmutableList.<Tensor>builder().addAll(inputs).addAll(outputs).addAll(weights).build();
  }

  /**
   * Returns examples of classes, an example a row of the array.
   *
   * @throws ShapeException if rows are of different lengths, or there are more or fewer labels
   */
  public static Dataset of(float[][] features, int... labels) {
    return new Dataset(Tensor.nested(features), Tensor.of(labels));
  }

  /**
   * Returns examples with numbers to predict, an example a row of both arrays.
   *
   * @throws ShapeException if rows are of different lengths, or there are more or fewer targets
   */
  public static Dataset of(float[][] features, float[][] targets) {
    return new Dataset(Tensor.nested(features), Tensor.nested(targets));
  }

  /** Returns the number of examples. */
  public int size() {
    return inputs.getFirst().shape().dim(0);
  }

  /**
   * Returns the examples at the given places, in their order; an example may occur again.
   *
   * @throws IndexOutOfBoundsException if there is no such example
   */
  public Dataset rows(int... rows) {
    return new Dataset(rows(inputs, rows), rows(outputs, rows), rows(weights, rows));
  }

  private static ImmutableList<Tensor> rows(ImmutableList<Tensor> sources, int... rows) {
    return sources.stream().map(source -> rows(source, rows)).collect(toImmutableList());
  }

  /**
   * Returns the examples with other features, made of all of them at once, for a single input.
   *
   * @throws ShapeException if the function does not keep the number of rows
   */
  public Dataset mapFeatures(UnaryOperator<Tensor> function) {
    return new Dataset(ImmutableList.of(function.apply(features())), outputs, weights);
  }

  /** Returns the examples in random order, the same for the same seed. */
  public Dataset shuffled(Seed seed) {
    return rows(seed.permutation(size()));
  }

  private static Tensor rows(Tensor source, int... rows) {
    Shape shape = source.shape().with(0, rows.length);
    Buffer copy = Buffer.allocate(source.dtype(), shape.size());
    copyRows(source, rows, 0, rows.length, copy);
    return Tensor.over(shape, copy);
  }

  /**
   * Copies rows of a tensor to the beginning of a buffer, without allocating.
   *
   * @param source {@code [n, …]}
   * @param order numbers of rows
   * @param from the first element of {@code order} to copy
   * @param count how many to copy
   * @param target where to copy to, of the dtype of {@code source}
   */
  public static void copyRows(Tensor source, int[] order, int from, int count, Buffer target) {
    int n = source.shape().dim(0);
    int width = n == 0 ? 0 : source.size() / n;
    for (int i = 0; i < count; i++) {
      int row = Preconditions.checkElementIndex(order[from + i], n, "row");
      System.arraycopy(
          source.buffer().array(),
          source.buffer().offset() + row * width,
          target.array(),
          target.offset() + i * width,
          width);
    }
  }

  /**
   * Returns this dataset in two random parts. Rows keep their order within each part. The same seed
   * gives the same split everywhere.
   *
   * @param testShare the share of the second part, between 0 and 1; its size is rounded
   * @param seed decides which rows are held back
   * @throws IllegalArgumentException if the share is not between 0 and 1, or one part is empty
   */
  public Split split(double testShare, Seed seed) {
    checkShare(testShare);
    int held = (int) Math.round(size() * testShare);
    Preconditions.checkArgument(
        held > 0 && held < size(),
        "split: a share of %s of %s examples leaves one part empty; give another share",
        Double.valueOf(testShare),
        Integer.valueOf(size()));
    int[] order = seed.permutation(size());
    Arrays.sort(order, 0, held);
    Arrays.sort(order, held, order.length);
    return new Split(
        rows(Arrays.copyOfRange(order, held, order.length)), rows(Arrays.copyOf(order, held)));
  }

  private static void checkShare(double testShare) {
    Preconditions.checkArgument(
        testShare > 0 && testShare < 1, "split: the share must lie between 0 and 1: %s", testShare);
  }

  /**
   * Returns this dataset in two parts that hold the same share of every class, up to half an
   * example. Rows keep their order within each part. The same seed gives the same split everywhere.
   *
   * @param testShare the share of the second part, between 0 and 1
   * @param seed decides which rows are held back
   * @throws IllegalArgumentException if the share is not between 0 and 1, or one part is empty:
   *     every class has too few examples to give one up, or to keep one
   * @throws ShapeException if the targets are not integers {@code [n]}
   */
  public Split stratifiedSplit(double testShare, Seed seed) {
    checkShare(testShare);
    ImmutableIntArray.Builder train = ImmutableIntArray.builder();
    ImmutableIntArray.Builder test = ImmutableIntArray.builder();
    SortedMap<Long, ImmutableIntArray.Builder> classes = rowsByClass();
    classes.forEach((label, members) -> {
      ImmutableIntArray rows = members.build();
      int held = (int) Math.round(rows.length() * testShare);
      int[] order = seed.fold(label).permutation(rows.length());
      for (int i = 0; i < order.length; i++) {
        (i < held ? test : train).add(rows.get(order[i]));
      }
    });
    int[] trained = sorted(train);
    int[] held = sorted(test);
    Preconditions.checkArgument(
        trained.length > 0 && held.length > 0,
        "split: a share of %s of each of %s classes leaves one part empty, there are %s examples;"
            + " give another share, or use split",
        testShare,
        classes.size(),
        size());
    return new Split(rows(trained), rows(held));
  }

  private SortedMap<Long, ImmutableIntArray.Builder> rowsByClass() {
    Tensor targets = targets();
    if (!targets.dtype().isInteger() || targets.shape().rank() != 1) {
      throw new ShapeException(
          "split", "stratifying needs class labels, integers [n], got " + targets.type());
    }
    SortedMap<Long, ImmutableIntArray.Builder> members = new TreeMap<>();
    for (int i = 0; i < size(); i++) {
      members.computeIfAbsent(targets.buffer().getLong(i), _ -> ImmutableIntArray.builder()).add(i);
    }
    return members;
  }

  private static int[] sorted(ImmutableIntArray.Builder rows) {
    int[] array = rows.build().toArray();
    Arrays.sort(array);
    return array;
  }

  /** Returns the types of features, targets and weights. */
  @Override
  public String toString() {
    return "dataset of "
        + DatasetChecks.types(inputs)
        + " → "
        + DatasetChecks.types(outputs)
        + (weights.isEmpty() ? "" : ", weights " + DatasetChecks.types(weights));
  }
}
