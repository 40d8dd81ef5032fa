// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdafactor;

/**
 * Adaptive steps that remember a number for each row and column of a matrix in place of one for
 * each element (Shazeer and Stern 2018); see {@link ScaleByAdafactor}.
 *
 * @param scaling the formula, which holds the rate: steps are relative to the parameters
 */
public record Adafactor(ScaleByAdafactor scaling) implements Optimizer {
  /** Returns Adafactor with the paper's rate, {@code min(10⁻², 1/√t)}. */
  public static Adafactor of() {
    return of(1e-2);
  }

  /** Returns Adafactor with the rate {@code min(rate, 1/√t)} and the paper's other numbers. */
  public static Adafactor of(double rate) {
    return new Adafactor(new ScaleByAdafactor(rate, 0.8, 1e-30, 1e-3, 1));
  }

  @Override
  public GradientTransform transform() {
    return scaling;
  }
}
