// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Buffer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;

/**
 * Rotates, scales and shifts images about their middle, by amounts drawn evenly and independently
 * for each image. It is one change, so that numbers are interpolated once (linearly); outside of an
 * image there are zeros. Combine: {@code RandomAffine.rotate(10).shift(0.1).scale(0.9, 1.1)}.
 *
 * @param degrees the largest angle, either way
 * @param shift the largest shift along an axis as a share of the extent, either way
 * @param low the least size, 1 for that of the image
 * @param high the largest size
 */
public record RandomAffine(double degrees, double shift, double low, double high)
    implements Augmentation {
  /** Checks the parameters. */
  public RandomAffine {
    Preconditions.checkArgument(
        degrees >= 0 && degrees <= 180,
        "affine: the largest angle must lie in [0, 180]: %s",
        degrees);
    Preconditions.checkArgument(
        shift >= 0 && shift <= 1, "affine: the largest shift must lie in [0, 1]: %s", shift);
    Preconditions.checkArgument(
        low > 0 && low <= high && Double.isFinite(high),
        "affine: sizes must be positive, the least one first: %s, %s",
        low,
        high);
  }

  /** Returns rotations by at most so many degrees either way. */
  public static RandomAffine rotate(double degrees) {
    return new RandomAffine(degrees, 0, 1, 1);
  }

  /** Returns this with shifts by at most a share of the extents either way. */
  public RandomAffine shift(double share) {
    return new RandomAffine(degrees, share, low, high);
  }

  /** Returns this with sizes between the given ones. */
  public RandomAffine scale(double newLow, double newHigh) {
    return new RandomAffine(degrees, shift, newLow, newHigh);
  }

  @Override
  public Dataset apply(Dataset data, Seed seed) {
    return Pixels.map(
        "affine",
        data,
        seed,
        (draws, pixels) -> {
          double angle = StrictMath.toRadians(draws.uniform(-degrees, degrees));
          double size = draws.uniform(low, high);
          double down = draws.uniform(-shift, shift) * pixels.rows();
          double right = draws.uniform(-shift, shift) * pixels.columns();
          return plane(angle, size, down, right, pixels);
        });
  }

  /** Returns the change of a plane; each pixel is read from where it was before. */
  static Pixels.Plane plane(double angle, double size, double down, double right, Pixels pixels) {
    double cos = StrictMath.cos(angle) / size;
    double sin = StrictMath.sin(angle) / size;
    double middleRow = (pixels.rows() - 1) / 2.0;
    double middleColumn = (pixels.columns() - 1) / 2.0;
    return (from, to, start) -> {
      int at = start;
      for (int row = 0; row < pixels.rows(); row++) {
        for (int column = 0; column < pixels.columns(); column++) {
          double y = row - middleRow - down;
          double x = column - middleColumn - right;
          double fromRow = middleRow + cos * y + sin * x;
          double fromColumn = middleColumn - sin * y + cos * x;
          to.setDouble(at++, sample(from, start, pixels, fromRow, fromColumn));
        }
      }
    };
  }

  /** Returns the number between four pixels, or zeros beyond the edges. */
  private static double sample(Buffer image, int start, Pixels pixels, double row, double column) {
    double top = Math.floor(row);
    double left = Math.floor(column);
    double down = row - top;
    double right = column - left;
    double above =
        (1 - right) * at(image, start, pixels, top, left)
            + right * at(image, start, pixels, top, left + 1);
    double below =
        (1 - right) * at(image, start, pixels, top + 1, left)
            + right * at(image, start, pixels, top + 1, left + 1);
    return (1 - down) * above + down * below;
  }

  private static double at(Buffer image, int start, Pixels pixels, double row, double column) {
    return row < 0 || column < 0 || row >= pixels.rows() || column >= pixels.columns()
        ? 0
        : image.getDouble(start + (int) row * pixels.columns() + (int) column);
  }
}
