// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import java.util.Optional;
import java.util.stream.IntStream;

/** One call of {@link Model#fit}. */
final class FitRun {
  private final Model model;
  private final Dataset data;
  private final Optional<Dataset> validation;
  private final FitOptions fit;
  private final int steps;
  private final int[] order;
  private final BatchProgram whole;
  private final BatchProgram rest;

  /** Compiles and checks all that will run. */
  FitRun(Model model, Dataset all, FitOptions fit) {
    int held = held(all, fit.validationShare());
    int n = all.size() - held;
    this.model = model;
    this.fit = fit;
    this.data = held == 0 ? all : all.rows(IntStream.range(0, n).toArray());
    this.validation =
        held == 0
            ? fit.validation()
            : Optional.of(all.rows(IntStream.range(n, all.size()).toArray()));
    this.steps = Math.ceilDiv(n, fit.batchSize());
    this.order = IntStream.range(0, n).toArray();
    this.whole = model.step(data, Model.rows("fit", data, fit.batchSize()));
    this.rest = n % fit.batchSize() == 0 ? whole : model.step(data, n % fit.batchSize());
    model.check(data, whole);
    validation.ifPresent(v -> {
      int rows = Model.rows("fit: validation", v, Inference.BATCH);
      model.check(v, model.evaluation(v, rows));
    });
  }

  /** Returns how many rows are held back for validation. */
  private static int held(Dataset all, double share) {
    int held = (int) Math.round(all.size() * share);
    if (share > 0 && all.size() > 0 && held == 0) {
      throw badShare(all, share, "is none of them; give a larger share");
    }
    if (share > 0 && all.size() > 0 && held == all.size()) {
      throw badShare(all, share, "leaves none to train on; give a smaller share");
    }
    return held;
  }

  private static IllegalArgumentException badShare(Dataset all, double share, String problem) {
    return new IllegalArgumentException(
        "fit: a share of %s of %s examples for validation %s"
            .formatted(share, all.size(), problem));
  }

  History run() {
    Model.Position start = model.position(fit.seed());
    int last = Math.addExact(start.epochs(), fit.epochs());
    fit.listeners().forEach(l -> l.trainingStarted(fit.epochs(), steps));
    ImmutableList.Builder<History.Epoch> epochs = ImmutableList.builder();
    RunningFigures figures = model.newFigures();
    model.begin(start);
    try (BatchRunner batches = whole.take();
        BatchRunner end = rest.take()) {
      for (int epoch = start.epochs() + 1; epoch <= last; epoch++) {
        figures.clear();
        steps(epoch, batches, end, figures);
        History.Epoch done = new History.Epoch(epoch, withValidation(figures.results()));
        epochs.add(done);
        fit.listeners().forEach(l -> l.epochEnded(done));
      }
    }
    return new History(epochs.build());
  }

  private void steps(int epoch, BatchRunner batches, BatchRunner end, RunningFigures figures) {
    if (fit.shuffled()) {
      fit.seed().fold(1).fold(epoch).permute(order);
    }
    try {
      for (int step = 1; step <= steps; step++) {
        step(epoch, step, step == steps ? end : batches, figures);
      }
    } finally {
      model.keep(fit.seed(), epoch);
    }
  }

  private void step(int epoch, int step, BatchRunner batch, RunningFigures figures) {
    int from = (step - 1) * fit.batchSize();
    batch.load(0, data.features(), order, from);
    batch.load(1, data.targets(), order, from);
    double loss = figures.run(batch);
    if (!Double.isFinite(loss)) {
      throw diverged(epoch, step, loss, from, batch.rows());
    }
    // By number: an iterator would be a new object in every step.
    for (int i = 0; i < fit.listeners().size(); i++) {
      fit.listeners().get(i).stepEnded(epoch, step, loss);
    }
  }

  private ImmutableMap<String, Double> withValidation(ImmutableMap<String, Double> means) {
    ImmutableMap.Builder<String, Double> all = ImmutableMap.builder();
    all.putAll(means);
    validation
        .map(model::figures)
        .ifPresent(v -> v.forEach((name, mean) -> all.put(History.VALIDATION + name, mean)));
    return all.buildOrThrow();
  }

  private ArithmeticException diverged(int epoch, int step, double loss, int from, int rows) {
    String cause =
        badRow(data.features(), from, rows)
            .map(row -> "row " + row + " of the features is not finite")
            .or(() ->
                badRow(data.targets(), from, rows)
                    .map(row -> "row " + row + " of the targets is not finite"))
            .orElse("lower the learning rate, or scale the features to about -1 to 1");
    return new ArithmeticException(
        "fit: the loss is %s at epoch %s, step %s of %s; %s"
            .formatted(loss, epoch, step, steps, cause));
  }

  /** Returns the first row of a batch with an element that is NaN or infinite. */
  private Optional<Integer> badRow(Tensor tensor, int from, int rows) {
    int width = tensor.size() / tensor.shape().dim(0);
    for (int i = from; i < from + rows; i++) {
      for (int j = 0; j < width; j++) {
        if (!Double.isFinite(tensor.buffer().getDouble(order[i] * width + j))) {
          return Optional.of(order[i]);
        }
      }
    }
    return Optional.empty();
  }
}
