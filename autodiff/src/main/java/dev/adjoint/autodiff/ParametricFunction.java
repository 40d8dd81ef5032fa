// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;

/**
 * A function with parameters of its own, as a layer is: it has gradients by its input and these.
 */
public interface ParametricFunction {
  /** Returns the result of the function. */
  Expr apply(Expr x);

  /** Returns the result that the function has while it is trained, at fixed random numbers. */
  Expr applyInTraining(Expr x);

  /** Returns the parameters that are trained, each by its path. */
  ImmutableMap<String, Parameter> trainedParameters();
}
