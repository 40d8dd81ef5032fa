// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/**
 * A loss with parameters of its own, as a model has.
 *
 * @param <B> a batch of examples
 */
public interface ParametricLoss<B> {
  /**
   * Returns the loss of a batch while the parameters are trained, as an expression over these.
   *
   * @throws IllegalArgumentException if the batch does not fit
   */
  Expr loss(B batch);

  /** Returns the parameters that are trained, each by its path. */
  ImmutableMap<String, Parameter> trainedParameters();
}
