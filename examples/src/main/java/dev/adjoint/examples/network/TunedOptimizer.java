// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.network;

import dev.adjoint.nn.optimizer.Adadelta;
import dev.adjoint.nn.optimizer.Adafactor;
import dev.adjoint.nn.optimizer.Adagrad;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.AdamW;
import dev.adjoint.nn.optimizer.Adamax;
import dev.adjoint.nn.optimizer.AmsGrad;
import dev.adjoint.nn.optimizer.Ftrl;
import dev.adjoint.nn.optimizer.Lamb;
import dev.adjoint.nn.optimizer.Lars;
import dev.adjoint.nn.optimizer.Lion;
import dev.adjoint.nn.optimizer.Muon;
import dev.adjoint.nn.optimizer.Nadam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.RAdam;
import dev.adjoint.nn.optimizer.RmsProp;
import dev.adjoint.nn.optimizer.Rprop;
import dev.adjoint.nn.optimizer.Sgd;
import java.util.List;

/**
 * An optimizer with a rate that suits it on each of two surfaces.
 *
 * @param name what papers call it
 * @param onRavine for a long and narrow bowl
 * @param onRosenbrock for Rosenbrock's bent valley
 */
public record TunedOptimizer(String name, Optimizer onRavine, Optimizer onRosenbrock) {
  /** All optimizers that go step by step. */
  public static final List<TunedOptimizer> ALL =
      List.of(
          new TunedOptimizer("gradient descent", Sgd.of(0.09), Sgd.of(0.002)),
          new TunedOptimizer(
              "momentum", Sgd.of(0.03).withMomentum(0.8), Sgd.of(0.001).withMomentum(0.9)),
          new TunedOptimizer("Nesterov", nesterov(0.03, 0.8), nesterov(0.001, 0.9)),
          new TunedOptimizer("Adagrad", Adagrad.of(1), Adagrad.of(1)),
          new TunedOptimizer("Adadelta", Adadelta.of(), Adadelta.of()),
          new TunedOptimizer("RMSprop", RmsProp.of(0.05), RmsProp.of(0.02)),
          new TunedOptimizer("Adam", Adam.of(0.3), Adam.of(0.2)),
          new TunedOptimizer("AdamW", AdamW.of(0.3, 0.01), AdamW.of(0.2, 0.01)),
          new TunedOptimizer("Adamax", Adamax.of(0.5), Adamax.of(0.5)),
          new TunedOptimizer("Nadam", Nadam.of(0.3), Nadam.of(0.2)),
          new TunedOptimizer("AMSGrad", AmsGrad.of(0.2), AmsGrad.of(0.2)),
          new TunedOptimizer("RAdam", RAdam.of(0.1), RAdam.of(0.001)),
          new TunedOptimizer("Rprop", Rprop.of(0.1), Rprop.of(0.1)),
          new TunedOptimizer("Lion", Lion.of(0.05, 0), Lion.of(0.01, 0)),
          new TunedOptimizer("Adafactor", Adafactor.of(0.5), Adafactor.of(0.5)),
          new TunedOptimizer("LAMB", Lamb.of(0.1, 0), Lamb.of(0.03, 0)),
          new TunedOptimizer("LARS", Lars.of(5, 0), Lars.of(5, 0)),
          new TunedOptimizer("FTRL", Ftrl.of(1, 0, 0), Ftrl.of(1, 0, 0)),
          new TunedOptimizer("Muon", Muon.of(0.05, 0), Muon.of(0.01, 0)));

  private static Optimizer nesterov(double rate, double decay) {
    return Sgd.of(rate).withMomentum(decay).withNesterov();
  }
}
