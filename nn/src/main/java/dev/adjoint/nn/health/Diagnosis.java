// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.collect.ImmutableList;
import dev.adjoint.nn.health.HealthFinding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds what is wrong with layers, gradients and steps. The bounds are rules of thumb: a finding is
 * a hint where to look, not a proof.
 */
final class Diagnosis {
  /** A gradient that has lost, or gained, so much on its way back. */
  private static final double LOST = 1e-3;

  /** Some units of a relu network die unnoticed; more than this share is worth a word. */
  private static final double DEAD = 0.1;

  /** The share of flat places of a smooth activation that is worth a word. */
  private static final double SATURATED = 0.5;

  /** Steps of a thousandth of a weight are usual. */
  private static final double SMALL_UPDATE = 1e-5;

  private static final double LARGE_UPDATE = 0.1;

  private final Snapshot snapshot;
  private final List<HealthFinding> findings = new ArrayList<>();

  private Diagnosis(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Returns the findings of a snapshot. */
  static ImmutableList<HealthFinding> of(Snapshot snapshot) {
    Diagnosis diagnosis = new Diagnosis(snapshot);
    diagnosis.numbers();
    diagnosis.gradients();
    snapshot.layers().forEach(diagnosis::units);
    snapshot.parameters().forEach(diagnosis::update);
    return ImmutableList.copyOf(diagnosis.findings);
  }

  private void add(Kind kind, String where, String format, Object... numbers) {
    findings.add(new HealthFinding(kind, where, String.format(Locale.ROOT, format, numbers)));
  }

  private void numbers() {
    for (LayerHealth layer : snapshot.layers()) {
      if (!Double.isFinite(layer.deviation())) {
        add(Kind.NOT_FINITE, place(layer.path()), "outputs that are not finite");
        return;
      }
    }
    for (ParameterHealth parameter : snapshot.parameters()) {
      if (!Double.isFinite(parameter.size()) || !Double.isFinite(parameter.gradient())) {
        add(
            Kind.NOT_FINITE,
            parameter.path(),
            "%s that are not finite",
            Double.isFinite(parameter.size()) ? "gradients" : "values");
        return;
      }
    }
  }

  private static String place(String path) {
    return path.isEmpty() ? "the network" : path;
  }

  /** Compares the gradients of all layers with that of the last one. */
  private void gradients() {
    List<LayerHealth> layers =
        snapshot.layers().stream()
            .filter(layer -> Double.isFinite(layer.gradient()) && layer.gradient() > 0)
            .toList();
    if (layers.isEmpty()) {
      return;
    }
    LayerHealth last = layers.getLast();
    LayerHealth least = last;
    LayerHealth most = last;
    for (LayerHealth layer : layers) {
      least = layer.gradient() < least.gradient() ? layer : least;
      most = layer.gradient() > most.gradient() ? layer : most;
    }
    if (least.gradient() < LOST * last.gradient()) {
      add(
          Kind.VANISHING_GRADIENT,
          place(least.path()),
          "the gradient is %.2g, that of the last layer %.2g",
          least.gradient(),
          last.gradient());
    }
    if (most.gradient() * LOST > last.gradient()) {
      add(
          Kind.EXPLODING_GRADIENT,
          place(most.path()),
          "the gradient is %.2g, that of the last layer %.2g",
          most.gradient(),
          last.gradient());
    }
  }

  private void units(LayerHealth layer) {
    if (layer.isRectifier() && layer.deadUnits() > DEAD * layer.units()) {
      add(
          Kind.DEAD_UNITS,
          place(layer.path()),
          "%d of %d units have no slope for any example",
          layer.deadUnits(),
          layer.units());
    } else if (!layer.isRectifier() && layer.flat() > SATURATED) {
      add(
          Kind.SATURATED_UNITS,
          place(layer.path()),
          "%.0f %% of the outputs lie where %s is flat",
          100 * layer.flat(),
          layer.layer());
    }
  }

  private void update(ParameterHealth parameter) {
    double update = parameter.update();
    // A bias begins at 0, of which no step is a small part.
    if (parameter.type().shape().rank() < 2 || !Double.isFinite(update)) {
      return;
    }
    if (update < SMALL_UPDATE) {
      add(
          Kind.SMALL_UPDATES,
          parameter.path(),
          "a step changes it by %.2g of its size; about 0.001 is usual",
          update);
    } else if (update > LARGE_UPDATE) {
      add(
          Kind.LARGE_UPDATES,
          parameter.path(),
          "a step changes it by %.2g of its size; about 0.001 is usual",
          update);
    }
  }
}
