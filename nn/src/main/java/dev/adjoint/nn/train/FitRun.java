// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.file.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final Optional<ProgressLine> line;

  /** Compiles and checks all that will run. */
  FitRun(Model model, Dataset all, FitOptions fit, Optional<ProgressLine> line) {
    int held = held(all, fit.validationShare());
    int n = all.size() - held;
    this.model = model;
    this.fit = fit;
    this.line = line;
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
    fit.earlyStopping().ifPresent(rule -> checkFigure(rule.watch()));
    fit.plateaus().forEach(rule -> checkFigure(rule.watch()));
    validation.ifPresent(v -> {
      int rows = Model.rows("fit: validation", v, Inference.BATCH);
      model.check(v, model.evaluation(v, rows));
    });
  }

  /** Returns the names of the figures of an epoch. */
  private Set<String> figures() {
    Set<String> figures = new LinkedHashSet<>(model.figureNames());
    if (validation.isPresent()) {
      model.figureNames().forEach(name -> figures.add(History.VALIDATION + name));
    }
    return figures;
  }

  private void checkFigure(Watch watch) {
    Set<String> figures = figures();
    Preconditions.checkArgument(
        figures.contains(watch.figure()),
        "fit: there is no figure '%s' to watch, only %s%s",
        watch.figure(),
        figures,
        watch.figure().startsWith(History.VALIDATION) && validation.isEmpty()
            ? "; give validation data"
            : "");
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
    TrainingPositions.Position start = model.positions().of(fit.seed());
    FitProgress progress = new FitProgress(start.epochs(), model.newFigures());
    model.positions().begin(start);
    Optional<CheckpointFile> file = fit.checkpoints().map(c -> file(c.file(), start.epochs()));
    file.ifPresent(f -> f.resume(progress, steps, figures()));
    fit.listeners().forEach(l -> l.trainingStarted(fit.epochs(), steps));
    int last = Math.addExact(start.epochs(), fit.epochs());
    line.ifPresent(l -> l.begin(fit.epochs(), steps));
    try (BatchRunner batches = whole.take();
        BatchRunner end = rest.take()) {
      while (!isAtEnd(progress, last)) {
        if (isBetweenEpochs(progress)) {
          progress.epoch++;
          progress.step = 0;
          progress.figures.clear();
        }
        steps(progress, batches, end, file);
        endEpoch(progress);
        file.ifPresent(f -> f.write(progress));
      }
    } finally {
      line.ifPresent(ProgressLine::clear);
    }
    model.positions().keep(fit.seed(), progress.epoch);
    takeBestBack(progress);
    return progress.history();
  }

  private boolean isBetweenEpochs(FitProgress progress) {
    return progress.epoch == progress.before || progress.step == steps;
  }

  private boolean isAtEnd(FitProgress progress, int last) {
    return isBetweenEpochs(progress)
        && (progress.epoch >= last
            || fit.earlyStopping()
                .filter(rule -> rule.ends(series(rule.watch(), progress)))
                .isPresent());
  }

  private static double[] series(Watch watch, FitProgress progress) {
    History history = progress.history();
    return history.epochs().isEmpty() ? new double[0] : history.series(watch.figure());
  }

  private void endEpoch(FitProgress progress) {
    History.Epoch done =
        new History.Epoch(progress.epoch, withValidation(progress.figures.results()));
    progress.add(done);
    fit.plateaus().forEach(rule -> rule.after(series(rule.watch(), progress)));
    fit.earlyStopping()
        .filter(rule -> rule.takesBestBack() && rule.lastIsBest(series(rule.watch(), progress)))
        .ifPresent(_ -> progress.best = Weights.of(model.parameters()).values());
    line.ifPresent(ProgressLine::clear);
    fit.listeners().forEach(l -> l.epochEnded(done));
  }

  private void takeBestBack(FitProgress progress) {
    if (!progress.best.isEmpty()) {
      try {
        Weights.of(model.parameters()).set("the best epoch", progress.best);
      } catch (IOException e) {
        throw new AssertionError("weights of the same variables", e);
      }
    }
  }

  private CheckpointFile file(Path path, int before) {
    ImmutableMap<String, String> training =
        ImmutableMap.<String, String>builder()
            .put("adjoint.training", "1")
            .put("seed", Long.toString(fit.seed().bits()))
            .put("epochs before", Integer.toString(before))
            .put("examples", Integer.toString(data.size()))
            .put("batch size", Integer.toString(fit.batchSize()))
            .put("shuffled", Boolean.toString(fit.shuffled()))
            .put("augmented", Boolean.toString(fit.augmentation().isPresent()))
            .buildOrThrow();
    return new CheckpointFile(
        path, model.variables(whole), Weights.of(model.parameters()), training);
  }

  private void steps(
      FitProgress progress, BatchRunner batches, BatchRunner end, Optional<CheckpointFile> file) {
    int epoch = progress.epoch;
    Dataset examples = augmented(epoch);
    ImmutableList<Tensor> tensors = examples.tensors();
    int every = fit.checkpoints().map(Checkpoints::everySteps).orElse(0);
    if (fit.shuffled()) {
      fit.seed().fold(1).fold(epoch).permute(order);
    }
    try {
      for (int step = progress.step + 1; step <= steps; step++) {
        BatchRunner batch = step == steps ? end : batches;
        double loss = step(tensors, step, batch, progress.figures);
        if (!Double.isFinite(loss)) {
          throw diverged(examples, epoch, step, loss, batch.rows());
        }
        // By number: an iterator would be a new object in every step.
        for (int i = 0; i < fit.listeners().size(); i++) {
          fit.listeners().get(i).stepEnded(epoch, step, loss);
        }
        if (line.isPresent()) {
          line.get().step(epoch - progress.before, step, batch.rows(), loss);
        }
        progress.step = step;
        if (every > 0 && step % every == 0 && step < steps) {
          file.orElseThrow().write(progress);
        }
      }
    } finally {
      model.positions().keep(fit.seed(), epoch);
    }
  }

  /** Returns the examples of an epoch. */
  private Dataset augmented(int epoch) {
    Dataset examples =
        fit.augmentation()
            .map(change -> change.apply(data, fit.seed().fold(2).fold(epoch)))
            .orElse(data);
    if (!DataTypes.of(examples).equals(DataTypes.of(data))) {
      throw new ShapeException(
          "fit",
          "the augmentation must keep the types of the examples: %s, got %s; change them before"
              .formatted(data, examples));
    }
    return examples;
  }

  private double step(
      ImmutableList<Tensor> tensors, int step, BatchRunner batch, RunningFigures figures) {
    batch.load(tensors, order, (step - 1) * fit.batchSize());
    return figures.run(batch);
  }

  private ImmutableMap<String, Double> withValidation(ImmutableMap<String, Double> means) {
    ImmutableMap.Builder<String, Double> all = ImmutableMap.builder();
    all.putAll(means);
    validation
        .map(model::figures)
        .ifPresent(v -> v.forEach((name, mean) -> all.put(History.VALIDATION + name, mean)));
    return all.buildOrThrow();
  }

  private ArithmeticException diverged(
      Dataset examples, int epoch, int step, double loss, int rows) {
    int from = (step - 1) * fit.batchSize();
    String cause =
        badRow("features", " of input ", examples.inputs(), from, rows)
            .or(() -> badRow("targets", " of output ", examples.outputs(), from, rows))
            .orElse("lower the learning rate, or scale the features to about -1 to 1");
    return new ArithmeticException(
        "fit: the loss is %s at epoch %s, step %s of %s; %s"
            .formatted(loss, epoch, step, steps, cause));
  }

  /** Returns the first row of a batch with an element that is NaN or infinite, in words. */
  private Optional<String> badRow(
      String what, String place, List<Tensor> tensors, int from, int rows) {
    for (int t = 0; t < tensors.size(); t++) {
      Tensor tensor = tensors.get(t);
      int width = tensor.size() / tensor.shape().dim(0);
      for (int i = from; i < from + rows; i++) {
        for (int j = 0; j < width; j++) {
          if (!Double.isFinite(tensor.buffer().getDouble(order[i] * width + j))) {
            return Optional.of(
                "row %s of the %s%s is not finite"
                    .formatted(order[i], what, tensors.size() == 1 ? "" : place + t));
          }
        }
      }
    }
    return Optional.empty();
  }
}
