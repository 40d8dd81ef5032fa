// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAmsGrad;
import dev.adjoint.nn.optimizer.transform.ScaleByAmsGrad.Form;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Adam whose second moment never falls (Reddi, Kale and Kumar 2018); see {@link ScaleByAmsGrad}.
 *
 * @param rate about the length of a step
 * @param scaling the moments
 */
public record AmsGrad(RateSchedule rate, ScaleByAmsGrad scaling) implements Optimizer {
  /** Returns the paper's form, with decay rates of 0.9 and 0.999 and an epsilon of 10⁻⁸. */
  public static AmsGrad of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns the paper's form, with a rate that changes. */
  public static AmsGrad of(RateSchedule rate) {
    return new AmsGrad(rate, new ScaleByAmsGrad(0.9, 0.999, 1e-8, Form.UNCORRECTED));
  }

  /** Returns this with another form. */
  public AmsGrad form(Form form) {
    return new AmsGrad(
        rate, new ScaleByAmsGrad(scaling.beta1(), scaling.beta2(), scaling.epsilon(), form));
  }

  /** Returns this with other decay rates of the moments: 0.9 and 0.999 if not given. */
  public AmsGrad withBetas(double beta1, double beta2) {
    return new AmsGrad(rate, scaling.withBetas(beta1, beta2));
  }

  /** Returns this with another epsilon: 10⁻⁸ if not given. */
  public AmsGrad withEpsilon(double epsilon) {
    return new AmsGrad(rate, scaling.withEpsilon(epsilon));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
