// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** How far one call of {@link Model#fit} has come. */
final class FitProgress {
  /** How many epochs with the same seed there were before this training. */
  final int before;

  /** The figures of the epoch that is under way. */
  final RunningFigures figures;

  /** The number of the last epoch that was begun. */
  int epoch;

  /** How many steps of it are done. */
  int step;

  /** The weights of the best epoch, if they are to be taken back. */
  ImmutableMap<String, Tensor> best = ImmutableMap.of();

  private final List<History.Epoch> epochs = new ArrayList<>();

  FitProgress(int before, RunningFigures figures) {
    this.before = before;
    this.figures = figures;
    this.epoch = before;
  }

  /** Adds the figures of an epoch that is done. */
  void add(History.Epoch done) {
    epochs.add(done);
  }

  /** Returns the epochs that are done. */
  History history() {
    return new History(ImmutableList.copyOf(epochs));
  }
}
