// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.file.Weights;
import dev.adjoint.nn.schedule.AdjustableRate;
import java.io.IOException;

/**
 * Finds a range of rates to train with: a few steps with a rate that grows from each to the next by
 * the same factor, and the loss at each (Smith 2017, <i>Cyclical Learning Rates for Training Neural
 * Networks</i>, section 3.3). Where the loss falls, the rate is large enough; where it rises again,
 * too large. The model is as it was afterwards.
 *
 * <pre>{@code
 * AdjustableRate rate = AdjustableRate.of(0.001);
 * Model model = Model.compile(network, loss, Adam.of(rate));
 * rate.set(RateSweep.of(rate).run(model, data).steepest());
 * }</pre>
 *
 * @param rate the rate of the optimizer of the model
 * @param from the first rate
 * @param to the last one
 * @param steps how many there are
 * @param batchSize how many examples make a step
 * @param seed decides the order of the examples, and what else is random
 * @param smoothing the weight of the mean so far in the next, in {@code [0, 1)}; 0 for each loss
 *     itself
 */
public record RateSweep(
    AdjustableRate rate,
    double from,
    double to,
    int steps,
    int batchSize,
    Seed seed,
    double smoothing) {
  /** How many times the least loss is too much to go on. */
  private static final double DIVERGED = 4;

  /** Checks the numbers. */
  public RateSweep {
    Given.present("rateSweep", "the rate", rate, "give that of the optimizer");
    Preconditions.checkArgument(
        from > 0 && from < to && Double.isFinite(to),
        "rateSweep: rates must be positive and grow: %s to %s",
        from,
        to);
    Preconditions.checkArgument(
        steps >= 2 && batchSize > 0,
        "rateSweep: needs two steps and one example for each at least: %s, %s",
        steps,
        batchSize);
    Preconditions.checkArgument(
        smoothing >= 0 && smoothing < 1,
        "rateSweep: the smoothing must lie in [0, 1): %s",
        smoothing);
  }

  /** Returns 100 steps from 10⁻⁷ to 10 with batches of 32, smoothed by 0.9. */
  public static RateSweep of(AdjustableRate rate) {
    return new RateSweep(rate, 1e-7, 10, 100, 32, Seed.of(0), 0.9);
  }

  /** Returns this with other rates. */
  public RateSweep between(double newFrom, double newTo) {
    return new RateSweep(rate, newFrom, newTo, steps, batchSize, seed, smoothing);
  }

  /** Returns this with another number of steps. */
  public RateSweep steps(int newSteps) {
    return new RateSweep(rate, from, to, newSteps, batchSize, seed, smoothing);
  }

  /** Returns this with batches of another size. */
  public RateSweep batchSize(int newBatchSize) {
    return new RateSweep(rate, from, to, steps, newBatchSize, seed, smoothing);
  }

  /** Returns this with another seed. */
  public RateSweep seed(Seed newSeed) {
    return new RateSweep(rate, from, to, steps, batchSize, newSeed, smoothing);
  }

  /** Returns this with another smoothing. */
  public RateSweep smoothing(double newSmoothing) {
    return new RateSweep(rate, from, to, steps, batchSize, seed, newSmoothing);
  }

  /**
   * Returns the losses at the rates. It ends before the last rate where the loss is four times the
   * least one, or not finite. Parameters, states, the optimizer and the rate are as before.
   *
   * @throws ShapeException if the data does not fit the network or the loss
   * @throws IllegalArgumentException if {@link Model#fit} would refuse the data, or the optimizer
   *     does not read this rate
   * @throws IllegalStateException if the model is being trained already
   */
  public RateCurve run(Model model, Dataset data) {
    return model.training(
        "rateSweep",
        () -> {
          BatchProgram step = model.step(data, Model.rows("rateSweep", data, batchSize));
          model.check(data, step);
          Preconditions.checkArgument(
              step.variables().contains(rate.rate().variable()),
              "rateSweep: the optimizer does not read this rate; give it one, such as Sgd.of(rate)");
          Weights variables = model.variables(step);
          var before = variables.values();
          try {
            model.positions().begin(TrainingPositions.Position.first(seed));
            return curve(step, data, model.newFigures());
          } finally {
            restore(variables, before);
          }
        });
  }

  private static void restore(Weights variables, ImmutableMap<String, Tensor> before) {
    try {
      variables.set("the state before", before);
    } catch (IOException e) {
      throw new AssertionError("values of the same variables", e);
    }
  }

  private RateCurve curve(BatchProgram step, Dataset data, RunningFigures figures) {
    ImmutableList<Tensor> tensors = data.tensors();
    ImmutableDoubleArray.Builder rates = ImmutableDoubleArray.builder();
    ImmutableDoubleArray.Builder losses = ImmutableDoubleArray.builder();
    double growth = StrictMath.log(to / from) / (steps - 1);
    double sum = 0;
    double weight = 0;
    double least = Double.POSITIVE_INFINITY;
    int[] order = seed.permutation(data.size());
    int batches = data.size() / step.rows();
    try (BatchRunner runner = step.take()) {
      for (int i = 0; i < steps; i++) {
        double present = from * StrictMath.exp(growth * i);
        rate.set(present);
        runner.load(tensors, order, i % batches * step.rows());
        double loss = figures.run(runner);
        // A mean over what is before, without the bias of a beginning with 0.
        sum = smoothing * sum + (1 - smoothing) * loss;
        weight = smoothing * weight + (1 - smoothing);
        double smooth = sum / weight;
        if (!Double.isFinite(smooth) || smooth > DIVERGED * least && least > 0) {
          break;
        }
        least = Math.min(least, smooth);
        rates.add(present);
        losses.add(smooth);
      }
    }
    return new RateCurve(rates.build(), losses.build());
  }
}
