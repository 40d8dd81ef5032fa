// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntPredicate;

/**
 * Loops over the same rows as stages of one step: a few rows go through all stages while they are
 * in the cache, then the next few. So a softmax, which needs the largest of a row, then the sum of
 * its exponentials, and then divides by it, is one walk through memory. Values that only stages
 * read are never in memory as a whole.
 *
 * <p>A stage computes rows of {@code row} elements, or a single element for each row. It reads only
 * elements of the same row from an earlier stage. The compiler makes it; two are equal if they do
 * the same.
 *
 * @param inputs the number of inputs
 * @param rows the number of rows, above 1
 * @param row the number of elements in a row, above 1
 * @param stages the loops, each after those that it reads
 * @param outputs the values that are stored; values are numbered, first the inputs, then all
 *     outputs of each stage
 */
public record RowFusion(
    int inputs, int rows, int row, ImmutableList<Stage> stages, ImmutableIntArray outputs)
    implements FusedOp {
  /**
   * A loop.
   *
   * @param op the op
   * @param inputs the values that it reads
   */
  public record Stage(LoopOp op, ImmutableIntArray inputs) {
    /** Returns how many outputs the loop has. */
    public int outputs() {
      return op.loop().types().size();
    }
  }

  /** Checks that stages read existing values, and compute rows. */
  public RowFusion {
    int values = inputs;
    for (Stage stage : stages) {
      int known = values;
      stage.inputs.forEach(v -> Preconditions.checkElementIndex(v, known, "rowFusion: value"));
      int size = stage.op.loop().size();
      Preconditions.checkArgument(
          size == rows * row || size == rows && stage.op.reductions().isEmpty(),
          "rowFusion: a loop over %s elements does not fit %s rows of %s",
          size,
          rows,
          row);
      values += stage.outputs();
    }
  }

  /** Returns whether a stage computes a single element for each row. */
  public boolean isNarrow(int stage) {
    return stages.get(stage).op.loop().size() == rows;
  }

  /** Returns the types of all values, given those of the inputs. */
  public ImmutableList<TensorType> types(List<TensorType> of) {
    List<TensorType> types = new ArrayList<>(of);
    for (Stage stage : stages) {
      List<TensorType> read = new ArrayList<>();
      stage.inputs.forEach(v -> read.add(types.get(v)));
      types.addAll(stage.op.infer(read));
    }
    return ImmutableList.copyOf(types);
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> of) {
    ImmutableList<TensorType> types = types(of);
    ImmutableList.Builder<TensorType> stored = ImmutableList.builder();
    outputs.forEach(v -> stored.add(types.get(v)));
    return stored.build();
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  /**
   * {@inheritDoc} Stages read the elements of shared inputs in order, none later than the first
   * stage that stores anything does.
   */
  @Override
  public boolean mayOverwrite(IntPredicate shared) {
    int value = inputs;
    boolean isWritten = false;
    for (Stage stage : stages) {
      for (int i = 0; i < stage.inputs.length(); i++) {
        int read = stage.inputs.get(i);
        if (read < inputs && shared.test(read) && (isWritten || !stage.op.loop().isDense(i))) {
          return false;
        }
      }
      for (int o = 0; o < stage.outputs(); o++) {
        isWritten |= outputs.contains(value++);
      }
    }
    return true;
  }

  @Override
  public String name() {
    return "rowFusion";
  }

  /**
   * Returns the rows and the stages: {@code [4096 rows of 64: copy, max[1]; sub, exp, sum[1];
   * div]}.
   */
  @Override
  public String parameters() {
    StringJoiner text = new StringJoiner("; ", "[%s rows of %s: ".formatted(rows, row), "]");
    for (Stage stage : stages) {
      StringJoiner loop = new StringJoiner(", ");
      loop.add(stage.op.loop().body().summary());
      stage.op.reductions().forEach(f -> loop.add(f.name() + f.parameters()));
      text.add(loop.toString());
    }
    return text.toString();
  }
}
