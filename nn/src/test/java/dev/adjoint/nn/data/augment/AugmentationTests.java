// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.DataFigures;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.LabelEncoder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random changes of examples. */
class AugmentationTests {
  private static final Seed SEED = Seed.of(14);

  /** 40 images of 2 channels, 3 rows and 4 columns; no two numbers are the same. */
  private static final Dataset IMAGES =
      new Dataset(
          Tensor.arange(DType.F32, 1, 1, 960).reshape(40, 2, 3, 4), Tensor.arange(DType.I32, 40));

  private static final List<Augmentation> ALL =
      List.of(
          RandomAffine.rotate(30).shift(0.2).scale(0.8, 1.2),
          RandomFlip.horizontal(),
          RandomFlip.vertical(),
          new RandomCrop(2),
          new CutOut(2),
          new RandomNoise(0.5),
          RandomFlip.horizontal().then(new RandomNoise(1)),
          new RandomNoise(1).sometimes(0.5));

  /** Returns the numbers of a plane. */
  private static float[] plane(Dataset data, int image, int channel) {
    int at = (image * 2 + channel) * 12;
    return Arrays.copyOfRange(data.features().toFloatArray(), at, at + 12);
  }

  @Test
  void aSeedDecidesTheChangeAndTheExamplesStayAsTheyAre() {
    Tensor before = Tensor.arange(DType.F32, 1, 1, 960).reshape(40, 2, 3, 4);
    for (Augmentation change : ALL) {
      Dataset changed = change.apply(IMAGES, SEED);
      assertThat(changed).isEqualTo(change.apply(IMAGES, SEED));
      assertThat(changed).isNotEqualTo(change.apply(IMAGES, Seed.of(15))).isNotEqualTo(IMAGES);
      assertThat(changed.features().type()).isEqualTo(IMAGES.features().type());
      assertThat(changed.targets()).isEqualTo(IMAGES.targets());
      assertThat(IMAGES.features()).isEqualTo(before);
    }
  }

  @Test
  void anExampleIsChangedTheSameWhicheverOthersStandBehindIt() {
    for (Augmentation change : ALL) {
      Dataset few = change.apply(IMAGES.rows(0, 1, 2), SEED);
      assertThat(few).isEqualTo(change.apply(IMAGES, SEED).rows(0, 1, 2));
    }
  }

  @Test
  void imagesWithoutChannelsAreChangedAsThoseWithOne() {
    Tensor grey = Tensor.arange(DType.F64, 60).reshape(5, 3, 4);
    Tensor labels = Tensor.arange(DType.I32, 5);
    for (Augmentation change : ALL) {
      Tensor one = change.apply(new Dataset(grey.reshape(5, 1, 3, 4), labels), SEED).features();
      assertThat(change.apply(new Dataset(grey, labels), SEED).features())
          .isEqualTo(one.reshape(5, 3, 4));
    }
  }

  /** The same image turned, stretched and moved by SciPy's {@code affine_transform}. */
  @Test
  void rotationScaleAndShiftAreThoseOfSciPy() {
    double[] image = DataFigures.of("image");
    Buffer from = Buffer.wrap(DType.F64, image, 0, image.length);
    Buffer to = Buffer.allocate(DType.F64, image.length);
    Pixels pixels = new Pixels(1, 1, 5, 6);
    RandomAffine.plane(Math.toRadians(20), 1.2, 0.5, -1.25, pixels).write(from, to, 0);
    assertThat(to.f64()).containsExactly(DataFigures.of("affine"), within(1e-12));
  }

  @Test
  void nothingIsChangedByNothing() {
    for (Augmentation change :
        List.of(
            RandomAffine.rotate(0),
            new RandomCrop(0),
            new RandomFlip(false, false),
            new RandomNoise(0),
            new CutOut(3).sometimes(0))) {
      assertThat(change.apply(IMAGES, SEED)).isEqualTo(IMAGES);
    }
  }

  @Test
  void halfOfTheImagesAreFlippedAndAllTheirChannelsAlike() {
    Dataset flipped = RandomFlip.horizontal().apply(IMAGES, SEED);
    int count = 0;
    for (int i = 0; i < 40; i++) {
      float[] before = plane(IMAGES, i, 0);
      boolean isFlipped = plane(flipped, i, 0)[0] == before[3];
      count += isFlipped ? 1 : 0;
      for (int channel = 0; channel < 2; channel++) {
        float[] from = plane(IMAGES, i, channel);
        float[] to = plane(flipped, i, channel);
        for (int at = 0; at < 12; at++) {
          assertThat(to[at]).isEqualTo(from[isFlipped ? at / 4 * 4 + 3 - at % 4 : at]);
        }
      }
    }
    assertThat(count).isBetween(10, 30);
  }

  @Test
  void aCropIsAWindowOfThePaddedImage() {
    Dataset cropped = new RandomCrop(1).apply(IMAGES, SEED);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      int image = i;
      List<Integer> fitting =
          IntStream.range(0, 9)
              .filter(shift -> {
                int down = shift / 3 - 1;
                int right = shift % 3 - 1;
                float[] from = plane(IMAGES, image, 1);
                float[] to = plane(cropped, image, 1);
                return IntStream.range(0, 12)
                    .allMatch(at -> {
                      int row = at / 4 + down;
                      int column = at % 4 + right;
                      boolean inside = row >= 0 && row < 3 && column >= 0 && column < 4;
                      return to[at] == (inside ? from[row * 4 + column] : 0);
                    });
              })
              .boxed()
              .toList();
      assertThat(fitting).hasSize(1);
      seen.addAll(fitting);
    }
    assertThat(seen).hasSizeGreaterThan(6);
    assertThat(new RandomCrop(1000).apply(IMAGES, SEED).features().toFloatArray())
        .as("almost surely beyond the edges")
        .containsOnly(0);
  }

  @Test
  void aSquareIsCutOut() {
    Dataset cut = new CutOut(2).apply(IMAGES, SEED);
    for (int i = 0; i < 40; i++) {
      float[] from = plane(IMAGES, i, 0);
      float[] to = plane(cut, i, 0);
      int zeros = 0;
      for (int at = 0; at < 12; at++) {
        assertThat(to[at]).isIn(0f, from[at]);
        zeros += to[at] == 0 ? 1 : 0;
      }
      assertThat(zeros).isIn(1, 2, 4);
    }
    assertThat(new CutOut(Integer.MAX_VALUE).apply(IMAGES, SEED).features().shape())
        .isEqualTo(IMAGES.features().shape());
  }

  @Test
  void noiseHasItsMeanAndDeviation() {
    Dataset zeros =
        new Dataset(
            Tensor.zeros(DType.F64, Shape.of(200, 100)), Tensor.zeros(DType.I32, Shape.of(200)));
    double[] noise = new RandomNoise(3).apply(zeros, SEED).features().toDoubleArray();
    double mean = Arrays.stream(noise).average().orElseThrow();
    double square = Arrays.stream(noise).map(x -> x * x).average().orElseThrow();
    // Four deviations of the mean and of the mean square.
    assertThat(mean).isCloseTo(0, within(4 * 3 / Math.sqrt(20_000)));
    assertThat(square).isCloseTo(9, within(4 * 9 * Math.sqrt(2.0 / 20_000)));
  }

  @Test
  void mixupMixesFeaturesAndTargetsAlike() {
    int n = 700;
    Tensor classes = LabelEncoder.oneHot(Tensor.arange(DType.I32, n), n);
    Dataset mixed = new Mixup(0.4).apply(new Dataset(classes, classes), SEED);
    assertThat(mixed.targets()).isEqualTo(mixed.features());
    Tensor ones = Tensor.ones(DType.F32, Shape.of(n));
    Dataset weighted = new Mixup(0.4).apply(new Dataset(classes, classes).weighted(ones), SEED);
    assertThat(weighted.weights().getFirst().toFloatArray())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Float.compare(a, b))
        .containsOnly(1f);
    assertThat(weighted.features()).isEqualTo(mixed.features());
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < n; row++) {
      double own = mixed.features().getDouble(row, row);
      assertThat(own).isBetween(0.0, 1.0);
      sum += own;
      squares += (own - 0.5) * (own - 0.5);
    }
    // Beta(0.4, 0.4) has the mean 1/2 and the variance 1/(4·(2·0.4 + 1)).
    assertThat(sum / n).isCloseTo(0.5, within(4 * Math.sqrt(0.139 / n)));
    assertThat(squares / n).isCloseTo(1 / 7.2, within(0.02));
  }

  @Test
  void someOfTheExamplesAreChanged() {
    Dataset changed = new RandomNoise(1).sometimes(0.25).apply(IMAGES, SEED);
    long count =
        IntStream.range(0, 40)
            .filter(i -> !Arrays.equals(plane(changed, i, 0), plane(IMAGES, i, 0)))
            .count();
    assertThat(count).isBetween(3L, 18L);
    assertThat(new RandomNoise(1).sometimes(1).apply(IMAGES, SEED))
        .isEqualTo(new RandomNoise(1).apply(IMAGES, SEED.fold(1)));
  }

  @Test
  void whatCannotBeChangedIsRefused() {
    Dataset rows = new Dataset(Tensor.zeros(DType.F32, Shape.of(2, 3)), Tensor.of(0, 1));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> RandomFlip.horizontal().apply(rows, SEED))
        .withMessage(
            "flip: needs floating images [n, rows, columns] or [n, channels, rows, columns], got"
                + " f32[2, 3]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> new Mixup(1).apply(rows, SEED))
        .withMessage(
            "mixup: needs floating features and targets, got f32[2, 3], i32[2]; make rows of classes"
                + " with oneHot");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RandomAffine.rotate(181))
        .withMessage("affine: the largest angle must lie in [0, 180]: 181.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RandomAffine.rotate(0).scale(0, 1))
        .withMessage("affine: sizes must be positive, the least one first: 0.0, 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomCrop(-1))
        .withMessage("crop: the padding must lie in [0, 1048576]: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CutOut(0))
        .withMessage("cutOut: the size must be positive: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mixup(0))
        .withMessage("mixup: alpha must lie in (0, 1e6]: 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomNoise(Double.NaN))
        .withMessage("noise: the deviation must not be negative: NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CutOut(1).sometimes(1.5))
        .withMessage("augmentation: the chance must lie in [0, 1]: 1.5");
  }
}
