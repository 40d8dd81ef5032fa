// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Windows over a series. */
class SeriesWindowsTests {
  private static final Tensor SERIES = Tensor.arange(DType.F32, 7);

  @Test
  void whatComesNextIsTheTarget() {
    Dataset data = SeriesWindows.of(3).horizon(2).dataset(SERIES);
    assertThat(data.features())
        .isEqualTo(Tensor.nested(new float[][] {{0, 1, 2}, {1, 2, 3}, {2, 3, 4}}));
    assertThat(data.targets()).isEqualTo(Tensor.nested(new float[][] {{3, 4}, {4, 5}, {5, 6}}));
  }

  @Test
  void strideAndRateAreThoseOfKeras() {
    assertThat(SeriesWindows.of(3).stride(2).windows(SERIES))
        .isEqualTo(Tensor.nested(new float[][] {{0, 1, 2}, {2, 3, 4}, {4, 5, 6}}));
    assertThat(SeriesWindows.of(3).rate(2).windows(SERIES))
        .isEqualTo(Tensor.nested(new float[][] {{0, 2, 4}, {1, 3, 5}, {2, 4, 6}}));
    Dataset data = SeriesWindows.of(2).rate(3).dataset(SERIES);
    assertThat(data.features()).isEqualTo(Tensor.nested(new float[][] {{0, 3}}));
    assertThat(data.targets()).isEqualTo(Tensor.nested(new float[][] {{6}}));
  }

  @Test
  void targetsOfOnesOwnBelongToTheFirstStep() {
    Tensor targets = Tensor.of(10, 11, 12, 13);
    Dataset data = SeriesWindows.of(2).stride(2).dataset(SERIES, targets);
    assertThat(data.features()).isEqualTo(Tensor.nested(new float[][] {{0, 1}, {2, 3}}));
    assertThat(data.targets()).isEqualTo(Tensor.of(10, 12));
  }

  @Test
  void stepsMayHaveSeveralFeatures() {
    Dataset data = SeriesWindows.of(2).dataset(Tensor.arange(DType.F64, 8).reshape(4, 2));
    assertThat(data.features())
        .isEqualTo(Tensor.nested(new double[][][] {{{0, 1}, {2, 3}}, {{2, 3}, {4, 5}}}));
    assertThat(data.targets()).isEqualTo(Tensor.nested(new double[][][] {{{4, 5}}, {{6, 7}}}));
  }

  @Property(tries = 200)
  void everyElementComesFromItsStep(
      @ForAll @IntRange(min = 1, max = 5) int length,
      @ForAll @IntRange(min = 1, max = 4) int horizon,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(min = 1, max = 3) int rate,
      @ForAll @IntRange(min = 0, max = 20) int more) {
    int span = (length + horizon - 1) * rate + 1;
    Dataset data =
        new SeriesWindows(length, horizon, stride, rate)
            .dataset(Tensor.arange(DType.I32, span + more));
    assertThat(data.size()).isEqualTo(more / stride + 1);
    for (int i = 0; i < data.size(); i++) {
      for (int k = 0; k < length + horizon; k++) {
        int value =
            k < length ? data.features().getInt(i, k) : data.targets().getInt(i, k - length);
        assertThat(value).isEqualTo(i * stride + k * rate);
      }
    }
  }

  @Test
  void aSeriesThatIsTooShortIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesWindows.of(6).horizon(2).dataset(SERIES))
        .withMessage("windows: 8 steps are needed for one window, the series has 7: f32[7]");
    int most = Integer.MAX_VALUE;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SeriesWindows(most, most, most, most).dataset(SERIES))
        .withMessageContaining("steps are needed for one window, the series has 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeriesWindows.of(0))
        .withMessage("windows: the length must be positive: 0");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> SeriesWindows.of(1).windows(Tensor.scalar(1f)))
        .withMessage("windows: a series needs an axis of steps, got f32[]");
  }
}
