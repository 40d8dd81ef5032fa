// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import org.junit.jupiter.api.Test;

/** Datasets: their rows, and what they refuse. */
class DatasetTests {
  private static final Dataset DATA =
      new Dataset(Tensor.arange(DType.F32, 8).reshape(4, 2), Tensor.of(new int[] {10, 11, 12, 13}));

  @Test
  void rowsMayComeInAnyOrderAndAgain() {
    Dataset rows = DATA.rows(2, 0, 2);
    assertThat(rows.features()).isEqualTo(Tensor.nested(new float[][] {{4, 5}, {0, 1}, {4, 5}}));
    assertThat(rows.targets()).isEqualTo(Tensor.of(12, 10, 12));
  }

  @Test
  void aRowThatIsNotThereIsRefused() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> DATA.rows(0, 4))
        .withMessage("row (4) must be less than size (4)");
  }

  @Test
  void numbersOfRowsMustAgree() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> new Dataset(Tensor.zeros(DType.F32, Shape.of(5, 2)), Tensor.of(1, 2, 3)))
        .withMessage("dataset: rows of features and targets differ: f32[5, 2], i32[3] (5 ≠ 3)");
  }

  @Test
  void aScalarHasNoRows() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> new Dataset(Tensor.scalar(1f), Tensor.scalar(1)))
        .withMessage("dataset: features and targets need an axis of examples: f32[], i32[]");
  }

  @Test
  void aSplitNeedsClassLabels() {
    Dataset regression =
        new Dataset(Tensor.zeros(DType.F32, Shape.of(4, 2)), Tensor.of(1f, 2f, 3f, 4f));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> regression.stratifiedSplit(0.5, Seed.of(1)))
        .withMessage("split: stratifying needs class labels, integers [n], got f32[4]");
  }

  @Test
  void aSplitNeedsAShareBetweenNoneAndAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DATA.stratifiedSplit(1, Seed.of(1)))
        .withMessage("split: the share must lie between 0 and 1: 1.0");
  }

  @Test
  void aSplitWithoutAnExampleInOnePartIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DATA.split(0.1, Seed.of(1)))
        .withMessage(
            "split: a share of 0.1 of 4 examples leaves one part empty; give another share");
  }

  @Test
  void arraysAreExamples() {
    assertThat(Dataset.of(new float[][] {{1, 2}, {3, 4}}, 0, 1).features())
        .isEqualTo(Tensor.of(1f, 2f, 3f, 4f).reshape(2, 2));
    assertThat(Dataset.of(new float[][] {{1}, {2}}, new float[][] {{5}, {6}}).targets())
        .isEqualTo(Tensor.of(5f, 6f).reshape(2, 1));
  }

  @Test
  void aStratifiedSplitThatWouldLeaveAPartEmptyIsRefused() {
    Dataset rare = new Dataset(Tensor.of(1f, 2f, 3f, 4f), Tensor.of(0, 0, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rare.stratifiedSplit(0.2, Seed.of(1)))
        .withMessage(
            "split: a share of 0.2 of each of 2 classes leaves one part empty, there are 4 examples;"
                + " give another share, or use split");
    assertThatIllegalArgumentException().isThrownBy(() -> rare.stratifiedSplit(0.9, Seed.of(1)));
    assertThat(rare.stratifiedSplit(0.5, Seed.of(1)).test().size()).isEqualTo(2);
  }
}
