// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import com.google.common.base.Preconditions;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;

/**
 * Puts a square of zeros about a pixel of each image, which may stand out over the edges (DeVries
 * and Taylor 2017, <i>Improved Regularization of Convolutional Neural Networks with Cutout</i>).
 *
 * @param size how many pixels a side of the square has
 */
public record CutOut(int size) implements Augmentation {
  /** Checks the size. */
  public CutOut {
    Preconditions.checkArgument(size > 0, "cutOut: the size must be positive: %s", size);
  }

  @Override
  public Dataset apply(Dataset data, Seed seed) {
    return Pixels.map(
        "cutOut",
        data,
        seed,
        (draws, pixels) -> {
          int top = draws.below(pixels.rows()) - size / 2;
          int left = draws.below(pixels.columns()) - size / 2;
          return (from, to, start) -> {
            int at = start;
            for (int row = 0; row < pixels.rows(); row++) {
              for (int column = 0; column < pixels.columns(); column++) {
                boolean cut = isWithin(row, top) && isWithin(column, left);
                to.setDouble(at, cut ? 0 : from.getDouble(at));
                at++;
              }
            }
          };
        });
  }

  private boolean isWithin(int place, int first) {
    return place >= first && place - first < size;
  }
}
