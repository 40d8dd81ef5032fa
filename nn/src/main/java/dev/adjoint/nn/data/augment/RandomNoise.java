// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;

/**
 * Adds a number of a normal distribution of mean 0 to each feature, of any shape.
 *
 * @param deviation the standard deviation
 */
public record RandomNoise(double deviation) implements Augmentation {
  /** Checks the deviation. */
  public RandomNoise {
    Preconditions.checkArgument(
        deviation >= 0 && Double.isFinite(deviation),
        "noise: the deviation must not be negative: %s",
        deviation);
  }

  @Override
  public Dataset apply(Dataset data, Seed seed) {
    return data.mapFeatures(features -> {
      if (!features.dtype().isFloating()) {
        throw new ShapeException("noise", "needs floating features, got " + features.type());
      }
      Buffer noisy = Buffer.allocate(features.dtype(), features.size());
      int width = data.size() == 0 ? 0 : features.size() / data.size();
      for (int row = 0; row < data.size(); row++) {
        ExampleDraws draws = new ExampleDraws(seed, row);
        for (int i = row * width; i < (row + 1) * width; i++) {
          noisy.setDouble(i, features.buffer().getDouble(i) + deviation * draws.normal());
        }
      }
      return Tensor.over(features.shape(), noisy);
    });
  }
}
