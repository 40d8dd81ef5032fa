// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import com.google.common.base.Preconditions;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;

/**
 * Puts zeros around an image and cuts one of its size out of that (He et al. 2016, <i>Deep Residual
 * Learning for Image Recognition</i>, section 4.2).
 *
 * @param padding how many zeros are put on each side
 */
public record RandomCrop(int padding) implements Augmentation {
  /** Checks the padding. */
  public RandomCrop {
    Preconditions.checkArgument(
        padding >= 0 && padding <= 1 << 20,
        "crop: the padding must lie in [0, %s]: %s",
        1 << 20,
        padding);
  }

  @Override
  public Dataset apply(Dataset data, Seed seed) {
    return Pixels.map(
        "crop",
        data,
        seed,
        (draws, pixels) -> {
          int down = draws.below(2 * padding + 1) - padding;
          int right = draws.below(2 * padding + 1) - padding;
          return (from, to, start) -> {
            int lastRow = Math.min(pixels.rows(), pixels.rows() - down);
            int lastColumn = Math.min(pixels.columns(), pixels.columns() - right);
            for (int row = Math.max(0, -down); row < lastRow; row++) {
              for (int column = Math.max(0, -right); column < lastColumn; column++) {
                int at = start + row * pixels.columns() + column;
                to.setDouble(at, from.getDouble(at + down * pixels.columns() + right));
              }
            }
          };
        });
  }
}
