package dev.adjoint.exec.planes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The largest of squares on vectors, against comparing one element after the other. */
class SquareMaximumTests {
  private static final float[] ODD = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, 1, -1
  };

  @Test
  void theFirstOfTheLargestOrTheFirstNanOfEachSquareIsFound() {
    SplittableRandom random = new SplittableRandom(11);
    for (int squares = SquareMaximum.LEAST; squares < 40; squares++) {
      float[] x = new float[3 + 4 * squares];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextBoolean() ? ODD[random.nextInt(ODD.length)] : (float) random.nextDouble();
      }
      float[] y = new float[squares + 2];
      int[] where = new int[squares + 2];
      SquareMaximum.run(x, 3, 0, 2 * squares, y, 1, where, 1, squares);
      for (int i = 0; i < squares; i++) {
        int best = 2 * i;
        for (int at : new int[] {2 * i + 1, 2 * squares + 2 * i, 2 * squares + 2 * i + 1}) {
          boolean larger = x[3 + at] > x[3 + best] || Float.isNaN(x[3 + at]);
          best = larger && !Float.isNaN(x[3 + best]) ? at : best;
        }
        assertThat(where[1 + i]).as("%s of %s", i, squares).isEqualTo(best);
        assertThat(y[1 + i]).isEqualTo(Float.valueOf(x[3 + best]));
      }
      assertThat(new float[] {y[0], y[squares + 1]}).containsOnly(0);
      assertThat(new int[] {where[0], where[squares + 1]}).containsOnly(0);
    }
  }

  @Test
  void fewerSquaresThanAVectorTakesDoNotFit() {
    assertThat(SquareMaximum.fits(SquareMaximum.LEAST - 1)).isFalse();
  }
}
