// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;

/**
 * A random change of examples. The same seed makes the same change on every machine, and how an
 * example is changed depends on the seed and its place alone. {@link
 * dev.adjoint.nn.train.FitOptions#augmentation} makes one in each epoch.
 */
@FunctionalInterface
public interface Augmentation {
  /**
   * Returns changed examples, of the same types.
   *
   * @param data the examples, which stay as they are
   * @param seed decides the change
   * @throws dev.adjoint.graph.ShapeException if the examples are of another kind than it changes
   */
  Dataset apply(Dataset data, Seed seed);

  /** Returns this change and then another one. */
  default Augmentation then(Augmentation next) {
    return (data, seed) -> next.apply(apply(data, seed.fold(1)), seed.fold(2));
  }

  /**
   * Returns this change of the features for some of the examples, chosen anew by each seed.
   *
   * @param chance the chance of an example to be changed, from 0 to 1
   * @throws IllegalArgumentException if it lies outside
   */
  default Augmentation sometimes(double chance) {
    Preconditions.checkArgument(
        chance >= 0 && chance <= 1, "augmentation: the chance must lie in [0, 1]: %s", chance);
    return (data, seed) ->
        data.mapFeatures(features -> {
          Tensor changed = apply(data, seed.fold(1)).features();
          Buffer chosen = Buffer.allocate(features.dtype(), features.size());
          int n = data.size();
          for (int row = 0; row < n; row++) {
            ExampleDraws draws = new ExampleDraws(seed.fold(2), row);
            Tensor from = draws.uniform(0, 1) < chance ? changed : features;
            int width = features.size() / n;
            System.arraycopy(
                from.buffer().array(),
                from.buffer().offset() + row * width,
                chosen.array(),
                row * width,
                width);
          }
          return Tensor.over(features.shape(), chosen);
        });
  }
}
