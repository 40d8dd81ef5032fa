// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.DataFigures;
import dev.adjoint.nn.data.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folds beside those of scikit-learn, and what they refuse. */
class FoldTests {
  /** Returns the number of the fold that holds each row back. */
  private static int[] foldOf(int rows, List<Fold> folds) {
    int[] of = new int[rows];
    for (int i = 0; i < folds.size(); i++) {
      for (int row : folds.get(i).test().toArray()) {
        of[row] = i;
      }
    }
    return of;
  }

  @ParameterizedTest
  @ValueSource(strings = {"10-3", "7-7", "12-5"})
  void foldsOfNeighboursAreThoseOfScikitLearn(String name) {
    int rows = Integer.parseInt(name.substring(0, name.indexOf('-')));
    int folds = Integer.parseInt(name.substring(name.indexOf('-') + 1));
    assertThat(foldOf(rows, Fold.of(rows, folds))).isEqualTo(DataFigures.integers("kfold-" + name));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void stratifiedFoldsAreThoseOfScikitLearn(int folds) {
    Tensor labels = Tensor.of(DataFigures.integers("labels-" + folds));
    assertThat(foldOf(labels.size(), Fold.stratified(labels, folds)))
        .isEqualTo(DataFigures.integers("stratified-" + folds));
  }

  @Test
  void aFoldTakesTheRowsOfADataset() {
    Dataset data = new Dataset(Tensor.arange(DType.F32, 5).reshape(5, 1), Tensor.of(0, 1, 2, 3, 4));
    Dataset.Split split = Fold.of(5, 2).getLast().of(data);
    assertThat(split.train().targets()).isEqualTo(Tensor.of(0, 1, 2));
    assertThat(split.test().features()).isEqualTo(Tensor.of(3f, 4f).reshape(2, 1));
  }

  @Test
  void foldsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fold.of(5, 1))
        .withMessage("folds: there must be at least 2: 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fold.of(4, 5, Seed.of(1)))
        .withMessage("folds: 4 rows are too few for 5 folds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fold.stratified(Tensor.of(7, 7, 8), 2))
        .withMessage("folds: class 8 has 1 examples, too few for 2 folds; use fewer folds");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Fold.stratified(Tensor.of(1f, 2f), 2))
        .withMessage("folds: stratifying needs class labels, integers [n], got f32[2]");
  }
}
