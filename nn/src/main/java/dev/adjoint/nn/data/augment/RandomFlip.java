// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;

/**
 * Flips half of the images.
 *
 * @param horizontally whether left and right may change places
 * @param vertically whether top and bottom may change places, chosen on its own
 */
public record RandomFlip(boolean horizontally, boolean vertically) implements Augmentation {
  /** Returns flips of left and right. */
  public static RandomFlip horizontal() {
    return new RandomFlip(true, false);
  }

  /** Returns flips of top and bottom. */
  public static RandomFlip vertical() {
    return new RandomFlip(false, true);
  }

  @Override
  public Dataset apply(Dataset data, Seed seed) {
    return Pixels.map(
        "flip",
        data,
        seed,
        (draws, pixels) -> {
          boolean mirrored = draws.below(2) == 1 && horizontally;
          boolean overturned = draws.below(2) == 1 && vertically;
          return (from, to, start) -> {
            int at = start;
            for (int row = 0; row < pixels.rows(); row++) {
              int fromRow = overturned ? pixels.rows() - 1 - row : row;
              for (int column = 0; column < pixels.columns(); column++) {
                int fromColumn = mirrored ? pixels.columns() - 1 - column : column;
                to.setDouble(at++, from.getDouble(start + fromRow * pixels.columns() + fromColumn));
              }
            }
          };
        });
  }
}
