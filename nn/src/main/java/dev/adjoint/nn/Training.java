package dev.adjoint.nn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import java.util.Optional;
import java.util.stream.IntStream;

/** One call of {@link Model#fit}. */
final class Training {
  private final Model model;
  private final Dataset data;
  private final Optional<Dataset> validation;
  private final Fit fit;
  private final int steps;
  private final int[] order;
  private final BatchProgram whole;
  private final BatchProgram rest;

  Training(Model model, Dataset all, Fit fit) {
    int held = (int) Math.round(all.size() * fit.validationShare());
    int n = all.size() - held;
    this.model = model;
    this.fit = fit;
    this.data = held == 0 ? all : all.rows(IntStream.range(0, n).toArray());
    this.validation =
        held == 0
            ? fit.validation()
            : Optional.of(all.rows(IntStream.range(n, all.size()).toArray()));
    this.steps = (n + fit.batchSize() - 1) / fit.batchSize();
    this.order = IntStream.range(0, n).toArray();
    model.check("fit", data);
    validation.ifPresent(v -> model.check("fit: validation", v));
    this.whole = model.step(data, Math.min(n, fit.batchSize()));
    this.rest = n % fit.batchSize() == 0 ? whole : model.step(data, n % fit.batchSize());
  }

  History run() {
    fit.listeners().forEach(l -> l.trainingStarted(fit.epochs(), steps));
    ImmutableList.Builder<History.Epoch> epochs = ImmutableList.builder();
    Figures figures = new Figures(model.names());
    model.seed(fit.key().fold(0));
    Key shuffle = fit.key().fold(1);
    for (int epoch = 1; epoch <= fit.epochs(); epoch++) {
      if (fit.shuffled()) {
        shuffle.fold(epoch).permute(order);
      }
      figures.clear();
      for (int step = 1; step <= steps; step++) {
        step(epoch, step, figures);
      }
      History.Epoch done = new History.Epoch(epoch, withValidation(figures.means()));
      epochs.add(done);
      fit.listeners().forEach(l -> l.epochEnded(done));
    }
    return new History(epochs.build());
  }

  private void step(int epoch, int step, Figures figures) {
    int from = (step - 1) * fit.batchSize();
    BatchProgram program = step == steps ? rest : whole;
    program.load(0, data.features(), order, from);
    program.load(1, data.targets(), order, from);
    program.run();
    double loss = program.item(0);
    if (!Double.isFinite(loss)) {
      throw diverged(epoch, step, loss, from, program.rows());
    }
    figures.add(program);
    // By number: an iterator would be a new object in every step.
    for (int i = 0; i < fit.listeners().size(); i++) {
      fit.listeners().get(i).stepEnded(epoch, step, loss);
    }
  }

  private ImmutableMap<String, Double> withValidation(ImmutableMap<String, Double> means) {
    ImmutableMap.Builder<String, Double> all = ImmutableMap.builder();
    all.putAll(means);
    validation
        .map(model::evaluate)
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
