// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.ops.State;
import java.util.HashMap;
import java.util.Map;

/** How far the trainings of a model have come, by seed. */
final class TrainingPositions {
  private final State random;
  private final Map<Seed, Position> all = new HashMap<>();

  /**
   * How far the trainings with one seed have come.
   *
   * @param epochs how many epochs were begun
   * @param random decides the random numbers of the next step
   */
  record Position(int epochs, Tensor random) {
    /** Returns that no epoch was begun. */
    static Position first(Seed seed) {
      return new Position(0, Tensor.scalar(seed.fold(0).bits()));
    }
  }

  /**
   * Returns that nothing was begun.
   *
   * @param random decides the random numbers of the next step
   */
  TrainingPositions(State random) {
    this.random = random;
  }

  /** Returns how far trainings with a seed have come. */
  Position of(Seed seed) {
    return all.getOrDefault(seed, Position.first(seed));
  }

  /** Begins an epoch after the given position. */
  void begin(Position position) {
    random.set(position.random());
  }

  /** Keeps that an epoch was begun, and the random numbers that it took. */
  void keep(Seed seed, int epoch) {
    all.put(seed, new Position(epoch, random.value()));
  }
}
