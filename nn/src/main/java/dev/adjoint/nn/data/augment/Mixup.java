// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;

/**
 * Mixes each example with another one, features, targets and weights alike: {@code λ·a + (1 − λ)·b}
 * with {@code λ} of the distribution Beta(α, α) (Zhang et al. 2018, <i>mixup: Beyond Empirical Risk
 * Minimization</i>). Classes must be rows of numbers, see {@link
 * dev.adjoint.nn.data.LabelEncoder#oneHot}.
 *
 * @param alpha how much is mixed: near 0 hardly anything, at 1 evenly
 */
public record Mixup(double alpha) implements Augmentation {
  /** Checks the parameter. */
  public Mixup {
    Preconditions.checkArgument(
        alpha > 0 && alpha <= 1e6, "mixup: alpha must lie in (0, 1e6]: %s", alpha);
  }

  @Override
  public Dataset apply(Dataset data, Seed seed) {
    if (!data.features().dtype().isFloating() || !data.targets().dtype().isFloating()) {
      throw new ShapeException(
          "mixup",
          "needs floating features and targets, got %s, %s; make rows of classes with oneHot"
              .formatted(data.features().type(), data.targets().type()));
    }
    for (Tensor weights : data.weights()) {
      if (!weights.dtype().isFloating()) {
        throw new ShapeException(
            "mixup", "needs floating weights, got %s; cast them".formatted(weights.type()));
      }
    }
    int[] others = seed.fold(1).permutation(data.size());
    double[] shares = new double[data.size()];
    for (int row = 0; row < shares.length; row++) {
      shares[row] = share(new ExampleDraws(seed.fold(2), row));
    }
    return new Dataset(
        ImmutableList.of(mixed(data.features(), others, shares)),
        ImmutableList.of(mixed(data.targets(), others, shares)),
        data.weights().stream()
            .map(weights -> mixed(weights, others, shares))
            .collect(ImmutableList.toImmutableList()));
  }

  private double share(ExampleDraws draws) {
    double a = draws.gamma(alpha);
    double b = draws.gamma(alpha);
    // Of a tiny alpha both may be 0: then one of them is all.
    return a + b > 0 ? a / (a + b) : draws.below(2);
  }

  private static Tensor mixed(Tensor tensor, int[] others, double... shares) {
    Buffer mixed = Buffer.allocate(tensor.dtype(), tensor.size());
    int width = others.length == 0 ? 0 : tensor.size() / others.length;
    for (int row = 0; row < others.length; row++) {
      for (int i = 0; i < width; i++) {
        double a = tensor.buffer().getDouble(row * width + i);
        double b = tensor.buffer().getDouble(others[row] * width + i);
        mixed.setDouble(row * width + i, shares[row] * a + (1 - shares[row]) * b);
      }
    }
    return Tensor.over(tensor.shape(), mixed);
  }
}
