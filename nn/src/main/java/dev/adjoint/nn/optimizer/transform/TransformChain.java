// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.collect.ImmutableList;

/** Transforms one after another; see {@link GradientTransform#chain}. */
record TransformChain(ImmutableList<GradientTransform> transforms) implements GradientTransform {
  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.ofParts(transforms.stream().map(t -> t.init(parameters)).toList());
  }

  @Override
  public Transformed update(PerParameter gradients, OptimizerState state, PerParameter parameters) {
    PerParameter steps = gradients;
    ImmutableList.Builder<OptimizerState> next = ImmutableList.builder();
    for (int i = 0; i < transforms.size(); i++) {
      Transformed transformed = transforms.get(i).update(steps, state.part(i), parameters);
      steps = transformed.steps();
      next.add(transformed.state());
    }
    return new Transformed(steps, OptimizerState.ofParts(next.build()));
  }
}
