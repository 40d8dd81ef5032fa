// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.TrainingListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches a training: the loss of every step, the change of the parameters by the first step of
 * each epoch, and after each epoch what layers and gradients are like on some examples.
 *
 * <pre>{@code
 * HealthMonitor health = HealthMonitor.of(network, loss, data.rows(0, 1, 2, …));
 * model.fit(data, FitOptions.epochs(10).validationShare(0.1).listener(health));
 * health.report().write(Path.of("health.html"));
 * }</pre>
 *
 * <p>It changes nothing: a training has the same bits with and without. Each epoch costs a step on
 * the examples, for which some hundred are enough, and two copies of the parameters.
 */
public final class HealthMonitor implements TrainingListener {
  /** Of more steps, every second loss is dropped, then every second of these, and so on. */
  private static final int MOST_LOSSES = 2000;

  private final Probe probe;
  private final int examples;
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private int every = 1;
  private long steps;
  private ImmutableMap<String, Tensor> before;
  private final Map<String, Double> updates = new HashMap<>();

  private HealthMonitor(Probe probe, int examples) {
    this.probe = probe;
    this.examples = examples;
    this.before = probe.values();
  }

  /**
   * Returns a monitor.
   *
   * @param network the network that is trained
   * @param loss the loss that is minimised
   * @param examples what the network is looked at with, after each epoch
   * @throws dev.adjoint.graph.ShapeException if the network or the loss does not take the examples,
   *     or the network has several outputs
   * @throws IllegalArgumentException if there are none, or the loss refuses a target
   */
  public static HealthMonitor of(Layer network, Loss loss, Dataset examples) {
    Given.present("health", "the loss", loss, "give that of the model");
    return of(network, List.of(loss), examples);
  }

  /**
   * Returns a monitor of a network with several outputs, whose loss is the sum of theirs, each
   * times its weight.
   *
   * @param losses the loss of each output
   * @throws dev.adjoint.graph.ShapeException if there is not a loss and a target for each output,
   *     or the network or a loss does not take the examples
   * @throws IllegalArgumentException if there are no examples, or a loss refuses a target
   */
  public static HealthMonitor of(Layer network, List<? extends Loss> losses, Dataset examples) {
    Given.present("health", "the network", network, "give a layer");
    Given.allPresent("health", "loss", losses, "give that of the model");
    Given.present("health", "the dataset", examples, "give some hundred examples");
    Preconditions.checkArgument(examples.size() > 0, "health: there are no examples: %s", examples);
    return new HealthMonitor(
        new Probe(network, ImmutableList.copyOf(losses), examples), examples.size());
  }

  @Override
  public void trainingStarted(int epochs, int stepsOfEpoch) {
    before = probe.values();
  }

  @Override
  public void stepEnded(int epoch, int step, double loss) {
    if (step == 1) {
      probe.values().forEach((path, now) -> updates.put(path, change(before.get(path), now)));
    }
    if (steps++ % every == 0) {
      losses.add(loss);
      if (losses.size() > MOST_LOSSES) {
        thin();
      }
    }
  }

  private void thin() {
    for (int i = 0; 2 * i < losses.size(); i++) {
      losses.set(i, losses.get(2 * i));
    }
    losses.subList((losses.size() + 1) / 2, losses.size()).clear();
    every *= 2;
  }

  /** Returns the size of a change, relative to that of what was changed. */
  private static double change(Tensor from, Tensor to) {
    Buffer difference = Buffer.allocate(DType.F64, from.size());
    for (int i = 0; i < from.size(); i++) {
      difference.setDouble(i, to.buffer().getDouble(i) - from.buffer().getDouble(i));
    }
    double size = Probe.rootMeanSquare(from);
    return Probe.rootMeanSquare(Tensor.over(from.shape(), difference)) / size;
  }

  @Override
  public void epochEnded(History.Epoch epoch) {
    snapshots.add(probe.look(epoch, path -> updates.getOrDefault(path, Double.NaN)));
    before = probe.values();
  }

  /**
   * Returns how the network is now, without a training: layers, gradients and parameters.
   *
   * @return a report of one snapshot, of an epoch 0 without figures
   */
  public HealthReport look() {
    Snapshot now = probe.look(new History.Epoch(0, ImmutableMap.of()), path -> Double.NaN);
    return new HealthReport(examples, ImmutableList.of(now), ImmutableDoubleArray.of(), 1);
  }

  /**
   * Returns how the training went so far.
   *
   * @throws IllegalStateException if no epoch has ended; {@link #look} needs none
   */
  public HealthReport report() {
    Preconditions.checkState(
        !snapshots.isEmpty(),
        "health: no epoch has ended; give the monitor to FitOptions.listener, or use look()");
    return new HealthReport(
        examples, ImmutableList.copyOf(snapshots), ImmutableDoubleArray.copyOf(losses), every);
  }
}
