// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.Momentum;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.optimizer.transform.ScaleByRms;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Steps scaled by the root of a running mean of squares (Tieleman and Hinton 2012); see {@link
 * ScaleByRms}.
 *
 * @param rate about the length of a step
 * @param scaling the running mean
 * @param momentum how scaled gradients are accumulated; a decay of 0 means that they are not
 */
public record RmsProp(RateSchedule rate, ScaleByRms scaling, Momentum momentum)
    implements Optimizer {
  /** Creates one without momentum. */
  public RmsProp(RateSchedule rate, ScaleByRms scaling) {
    this(rate, scaling, new Momentum(0, false));
  }

  /** Returns RMSprop with the lecture's decay of 0.9 and an epsilon of 10⁻⁸. */
  public static RmsProp of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns RMSprop with the lecture's decay and a rate that changes. */
  public static RmsProp of(RateSchedule rate) {
    return new RmsProp(rate, new ScaleByRms(0.9, 1e-8));
  }

  /** Returns this with another decay of the running mean: 0.9 if not given. */
  public RmsProp withDecay(double decay) {
    ScaleByRms changed =
        new ScaleByRms(decay, scaling.epsilon(), scaling.epsilonInsideRoot(), scaling.centred());
    return new RmsProp(rate, changed, momentum);
  }

  /** Returns this with another epsilon: 10⁻⁸ if not given. */
  public RmsProp withEpsilon(double epsilon) {
    ScaleByRms changed =
        new ScaleByRms(scaling.decay(), epsilon, scaling.epsilonInsideRoot(), scaling.centred());
    return new RmsProp(rate, changed, momentum);
  }

  /** Returns this with steps that are accumulated, {@code v' = decay·v + s}. */
  public RmsProp withMomentum(double decay) {
    return new RmsProp(rate, scaling, new Momentum(decay, false));
  }

  /** Returns this with the variance of gradients in the place of their mean square. */
  public RmsProp withCentring() {
    return new RmsProp(rate, scaling.withCentring(), momentum);
  }

  @Override
  public GradientTransform transform() {
    GradientTransform last = new ScaleByRate(rate);
    return momentum.decay() == 0
        ? GradientTransform.chain(scaling, last)
        : GradientTransform.chain(scaling, momentum, last);
  }
}
