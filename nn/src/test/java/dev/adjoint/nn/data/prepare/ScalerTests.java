// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFigures;
import dev.adjoint.nn.data.Dataset;
import org.junit.jupiter.api.Test;

/** Scalers and imputers beside those of scikit-learn. */
class ScalerTests {
  private static final Tensor X =
      Tensor.nested(
          new double[][] {{1, 200, 5, -3}, {2, 210, 5, 0}, {4, 190, 5, 9}, {9, 205, 5, 1.5}});

  private static final Tensor GAPS =
      Tensor.nested(new double[][] {{1, Double.NaN}, {Double.NaN, 4}, {7, 6}, {2, 9}});

  @Test
  void scaledFeaturesAreThoseOfScikitLearn() {
    assertThat(Scaler.standard(X).apply(X).toDoubleArray())
        .containsExactly(DataFigures.of("standard"), within(1e-15));
    assertThat(Scaler.minMax(X, -1, 1).apply(X).toDoubleArray())
        .containsExactly(DataFigures.of("min-max"), within(1e-15));
  }

  @Test
  void theRowsToTestOnAreScaledByThoseToTrainOn() {
    Scaler scaler = Scaler.minMax(Tensor.of(2f, 6f).reshape(2, 1));
    Dataset test = new Dataset(Tensor.of(4f, 10f).reshape(2, 1), Tensor.of(0, 1));
    assertThat(scaler.apply(test).features()).isEqualTo(Tensor.of(0.5f, 2f).reshape(2, 1));
    assertThat(scaler.apply(test).targets()).isEqualTo(test.targets());
  }

  @Test
  void theInverseGivesTheFeaturesBack() {
    for (Scaler scaler : new Scaler[] {Scaler.standard(X), Scaler.minMax(X, 2, 7)}) {
      assertThat(scaler.inverse(scaler.apply(X)).toDoubleArray())
          .containsExactly(X.toDoubleArray(), within(1e-13));
    }
  }

  @Test
  void aConstantFeatureIsMovedButNotStretched() {
    for (double value : new double[] {0, 5, 0.1, 1e12, 1e-12}) {
      Tensor constant = Tensor.full(DType.F64, Shape.of(7, 1), value);
      assertThat(Scaler.standard(constant).size().get(0)).isEqualTo(1);
      assertThat(Scaler.standard(constant).apply(constant).toDoubleArray()).containsOnly(0);
      assertThat(Scaler.minMax(constant).apply(constant).toDoubleArray()).containsOnly(0);
    }
  }

  @Test
  void sequencesAreScaledByTheirLastAxis() {
    Tensor sequences = Tensor.arange(DType.F32, 12).reshape(2, 3, 2);
    Tensor flat = sequences.reshape(6, 2);
    assertThat(Scaler.standard(sequences).apply(sequences))
        .isEqualTo(Scaler.standard(flat).apply(flat).reshape(2, 3, 2));
  }

  @Test
  void featuresThatCannotBeScaledAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scaler.standard(GAPS))
        .withMessage(
            "scaler: feature 1 is NaN in row 0; fill what is missing with an Imputer before");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Scaler.standard(Tensor.of(1, 2)))
        .withMessage(
            "scaler: needs floating features [n, features], got i32[2]; cast or reshape them");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Scaler.standard(X).apply(GAPS))
        .withMessage("scaler: was fitted to 4 features, got f64[4, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scaler.standard(Tensor.zeros(DType.F32, Shape.of(0, 2))))
        .withMessage("scaler: there are no rows: f32[0, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scaler.minMax(X, 1, 1))
        .withMessage("scaler: low must be below high: 1.0, 1.0");
  }

  @Test
  void filledFeaturesAreThoseOfScikitLearn() {
    assertThat(Imputer.mean(GAPS).apply(GAPS).toDoubleArray())
        .containsExactly(DataFigures.of("mean"));
    assertThat(Imputer.median(GAPS).apply(GAPS).toDoubleArray())
        .containsExactly(DataFigures.of("median"));
    assertThat(Imputer.constant(2, -1).apply(GAPS).toDoubleArray())
        .containsExactly(1, -1, -1, 4, 7, 6, 2, 9);
  }

  @Test
  void whatCannotBeFilledIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Imputer.mean(Tensor.of(1f, Float.NaN).reshape(1, 2)))
        .withMessage(
            "imputer: feature 1 is missing in all rows; leave it out, or fill in a constant");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Imputer.constant(-1, 0))
        .withMessage("imputer: the number of features must not be negative: -1");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Imputer.mean(GAPS).apply(X))
        .withMessage("imputer: was fitted to 2 features, got f64[4, 4]");
  }
}
