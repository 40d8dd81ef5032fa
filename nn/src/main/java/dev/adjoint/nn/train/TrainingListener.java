// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import dev.adjoint.graph.Given;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/**
 * Receives the events of a training. Every method does nothing by default. A listener may ask the
 * model for predictions and figures, which changes nothing; an exception that it throws ends the
 * training.
 */
public interface TrainingListener {
  /**
   * Called before the first step.
   *
   * @param epochs how often the data will be gone through, in this training
   * @param steps the number of steps in each epoch
   */
  default void trainingStarted(int epochs, int steps) {}

  /**
   * Called after each step.
   *
   * @param epoch the number of the epoch, see {@link History.Epoch#number}
   * @param step the step within the epoch, from 1
   * @param loss the loss of the batch, before the step changed the parameters
   */
  default void stepEnded(int epoch, int step, double loss) {}

  /** Called after each epoch. */
  default void epochEnded(History.Epoch epoch) {}

  /** Returns a listener that is told of nothing but the end of each epoch. */
  static TrainingListener ofEpochs(Consumer<History.Epoch> action) {
    Given.present("listener", "the action", action, "give one, such as System.out::println");
    return new TrainingListener() {
      @Override
      public void epochEnded(History.Epoch epoch) {
        action.accept(epoch);
      }
    };
  }

  /** Returns a listener that is told of nothing but the loss of each step. */
  static TrainingListener ofSteps(DoubleConsumer action) {
    Given.present("listener", "the action", action, "give one, such as System.out::println");
    return new TrainingListener() {
      @Override
      public void stepEnded(int epoch, int step, double loss) {
        action.accept(loss);
      }
    };
  }
}
