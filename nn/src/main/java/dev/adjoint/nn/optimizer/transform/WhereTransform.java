// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import java.util.function.Predicate;

/** A transform for some parameters only; see {@link GradientTransform#where}. */
record WhereTransform(GradientTransform transform, Predicate<String> paths)
    implements GradientTransform {
  @Override
  public OptimizerState init(PerParameter parameters) {
    return transform.init(parameters.where(paths));
  }

  @Override
  public Transformed update(PerParameter gradients, OptimizerState state, PerParameter parameters) {
    Transformed some = transform.update(gradients.where(paths), state, parameters.where(paths));
    return new Transformed(gradients.with(some.steps()), some.state());
  }
}
