// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.DataFileException;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.file.Weights;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.transform.AverageWeights;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.ops.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A network with its loss, optimizer and metrics. A step of training — forward, loss, backward,
 * optimizer, metrics — is one program, compiled at the first batch of its size.
 *
 * <p>Training twice goes on where the first one ended: with the same {@link FitOptions#seed}, two
 * trainings of an epoch leave the same bits as one of two. A seed that is new to the model begins
 * its own order of examples and its own random numbers, and the optimizer keeps its state.
 *
 * <p>Any number of threads may ask for predictions and figures at once, also while another one
 * trains: an answer comes from the parameters as they are between two steps, the same ones for all
 * its rows, and changes nothing. Only one thread may train, for a step uses all processors by
 * itself. Models of the same layers share the parameters of these, but nothing that their
 * optimizers remember.
 *
 * <p>Outside of training, a network takes each row by itself, so that it does not matter with which
 * others it is asked about: a row's prediction has the same bits alone and among many.
 */
public final class Model {
  private final Layer network;
  private final Loss loss;
  private final ImmutableList<Metric> metrics;
  private final Parameters parameters;
  private final OptimizerState optimizerState;
  private final State random;
  private final Programs programs;
  private final Inference inference;

  /** The thread that trains. */
  private final AtomicReference<@Nullable Thread> trainer = new AtomicReference<>();

  /** How far trainings have come, by seed. */
  private final Map<Seed, Position> positions = new HashMap<>();

  /**
   * How far the trainings with one seed have come.
   *
   * @param epochs how many epochs were begun
   * @param random decides the random numbers of the next step
   */
  record Position(int epochs, Tensor random) {}

  private Model(Layer network, Loss loss, Optimizer optimizer, ImmutableList<Metric> metrics) {
    this.network = network;
    this.loss = loss;
    this.metrics = metrics;
    Tracer tracer = new Tracer(network, loss, optimizer, metrics);
    this.parameters = tracer.parameters();
    this.optimizerState = tracer.optimizerState();
    this.random = tracer.random();
    this.programs = new Programs(tracer);
    this.inference = new Inference(programs);
  }

  /**
   * Returns a model.
   *
   * @param network from features to predictions; its parameters are trained
   * @param loss the loss to minimise; parameters of its own are trained as well
   * @param optimizer the optimizer that minimises it; it may serve many models
   * @param metrics the figures to watch besides
   * @throws IllegalArgumentException if there is nothing to train, a parameter is no floating one,
   *     two metrics share a name, or one has a name that is taken
   */
  public static Model compile(Layer network, Loss loss, Optimizer optimizer, Metric... metrics) {
    Given.present("model", "the network", network, "give a layer");
    Given.present("model", "the loss", loss, "give one, such as Loss.meanSquaredError()");
    Given.present("model", "the optimizer", optimizer, "give one, such as Sgd.of(0.1)");
    Given.allPresent("model", "metric", Arrays.asList(metrics), "give a metric");
    Preconditions.checkArgument(
        !network.parameters().trained().isEmpty() || !Parameters.of(loss).trained().isEmpty(),
        "model: %s has no parameters to train",
        network.describe());
    ImmutableList<Metric> all = ImmutableList.copyOf(metrics);
    Preconditions.checkArgument(
        all.stream().map(Metric::name).distinct().count() == all.size()
            && all.stream().noneMatch(m -> m.name().equals(History.LOSS)),
        "model: metrics need names of their own, other than '%s': %s",
        History.LOSS,
        all.stream().map(Metric::name).toList());
    all.forEach(metric ->
        Preconditions.checkArgument(
            !metric.name().startsWith(History.VALIDATION),
            "model: '%s' is a name for a figure of validation data; give the metric one without"
                + " '%s'",
            metric.name(),
            History.VALIDATION));
    return new Model(network, loss, optimizer, all);
  }

  /** Returns the network. */
  public Layer network() {
    return network;
  }

  /** Returns the state of the optimizer from the trainings of this model. */
  public OptimizerState optimizerState() {
    return optimizerState;
  }

  /** Returns the parameters and states of the network, and under {@code loss} those of the loss. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * Trains the network and returns how it went. Everything is checked before the first step. A
   * listener may predict and evaluate, but not train.
   *
   * <p>If a step or a listener throws, the training so far is kept, and the epoch counts as done:
   * the next training begins another one.
   *
   * @throws ShapeException if the data does not fit the network or the loss
   * @throws IllegalArgumentException if there is no data, the loss refuses a target, a label or
   *     another number that is used as an index is out of range, or there is a parameter that would
   *     not be trained: because it stands in no layer, or because no gradient of the loss reaches
   *     it
   * @throws IllegalStateException if the model is being trained already
   * @throws ArithmeticException if the loss becomes NaN or infinite; the parameters are lost then
   * @throws java.io.UncheckedIOException if the checkpoint cannot be written, or is of another
   *     training
   */
  public History fit(Dataset data, FitOptions fit) {
    return training("fit", () -> new FitRun(this, data, fit).run());
  }

  /**
   * Trains on one batch, for a loop of one's own, and returns the loss and the metrics of it before
   * the step. Random numbers go on from those of the training before.
   *
   * @throws ShapeException if the batch does not fit the network or the loss
   * @throws IllegalArgumentException if {@link #fit} would refuse it
   * @throws IllegalStateException if the model is being trained already
   * @throws ArithmeticException if the loss is NaN or infinite; the parameters are lost then
   */
  public ImmutableMap<String, Double> trainOnBatch(Dataset batch) {
    return training(
        "trainOnBatch",
        () -> {
          BatchProgram step = step(batch, rows("trainOnBatch", batch, batch.size()));
          check(batch, step);
          RunningFigures figures = newFigures();
          try (BatchRunner runner = step.take()) {
            runner.load(0, batch.features(), 0);
            runner.load(1, batch.targets(), 0);
            double value = figures.run(runner);
            if (!Double.isFinite(value)) {
              throw new ArithmeticException(
                  "trainOnBatch: the loss is %s; lower the learning rate, or look for numbers in the"
                          .formatted(value)
                      + " batch that are not finite");
            }
          }
          return figures.results();
        });
  }

  /** Trains while no other thread does. */
  private <T> T training(String who, Supplier<T> work) {
    Thread current = Thread.currentThread();
    if (!trainer.compareAndSet(null, current)) {
      throw new IllegalStateException(
          trainer.get() == current
              ? who
                  + ": called by a listener of a fit of the same model; call it after that has"
                  + " ended"
              : who
                  + ": another thread is training this model; wait for it, or train a model of"
                  + " other layers");
    }
    try {
      return work.get();
    } finally {
      trainer.set(null);
    }
  }

  /**
   * Returns the loss, the mean over the examples, and the metrics, by name. The examples go through
   * the network in batches of 256; a loss that is no mean over examples is a mean of these.
   *
   * @throws ShapeException if the data does not fit the network or the loss
   * @throws IllegalArgumentException if there is no data, or the loss refuses a target
   */
  public ImmutableMap<String, Double> evaluate(Dataset data) {
    check(data, inference.evaluation(data, rows("evaluate", data, Inference.BATCH)));
    return figures(data);
  }

  /** Returns the figures of data that has been checked. */
  ImmutableMap<String, Double> figures(Dataset data) {
    return inference.figures(data, newFigures());
  }

  /**
   * Returns the output of the network for each example, {@code [n, …]}.
   *
   * @param features {@code [n, …]}
   * @throws ShapeException if the network does not take such features
   * @throws IllegalArgumentException if there are no examples
   */
  public Tensor predict(Tensor features) {
    return infer("predict", Use.PREDICT, features);
  }

  /**
   * Returns the class that the prediction for each example means, I32 {@code [n]}: the number of
   * the largest output, or for a single output whether it is on the side of class 1, as the loss
   * has it (see {@link Loss#classes}).
   *
   * @param features {@code [n, …]}
   * @throws ShapeException if the network does not take such features, or the loss does not say
   *     which class a single output means
   * @throws IllegalArgumentException if there are no examples
   */
  public Tensor classify(Tensor features) {
    return infer("classify", Use.CLASSIFY, features);
  }

  private Tensor infer(String who, Use use, Tensor features) {
    int n = features.shape().isScalar() ? 0 : features.shape().dim(0);
    Preconditions.checkArgument(n > 0, "%s: there are no examples: %s", who, features.type());
    return inference.rows(use, features);
  }

  /**
   * Writes the parameters and states to a safetensors file, by path; see {@link Weights}. The file
   * appears whole or not at all.
   */
  public void save(Path file) throws IOException {
    Weights.of(parameters).save(file);
  }

  /**
   * Sets the parameters and states to those that {@link #save} wrote, or to those of a checkpoint.
   *
   * @throws DataFileException if the file does not fit this model; names the parameters that are
   *     missing, of another type or not used, and changes nothing
   */
  public void load(Path file) throws IOException {
    Weights.of(parameters).load(file);
  }

  /**
   * Puts the averages that an optimizer made with {@link Optimizer#averaging} keeps in the place of
   * the parameters. A training that goes on after it goes on from there.
   *
   * @throws IllegalStateException if the optimizer keeps none
   */
  public void takeAverages() {
    ImmutableMap.Builder<String, Tensor> averages = ImmutableMap.builder();
    optimizerState
        .byPath()
        .forEach((path, state) -> {
          // The state of a transform is NAME.PATH, behind the numbers of the chains around it.
          int at = ("." + path).indexOf("." + AverageWeights.NAME + ".");
          String parameter = at < 0 ? "" : path.substring(at + AverageWeights.NAME.length() + 1);
          if (parameters.trained().containsKey(parameter)
              && path.substring(0, at).matches("(\\d+\\.)*")) {
            averages.put(parameter, ((State) state).value());
          }
        });
    ImmutableMap<String, Tensor> found = averages.buildKeepingLast();
    Preconditions.checkState(
        !found.isEmpty(),
        "model: the optimizer keeps no averages; make it with Optimizer.averaging(0.999)");
    found.forEach((path, average) -> parameters.trained().get(path).set(average));
  }

  /**
   * Returns all variables of a training: weights by path, and behind a mark what else a step reads,
   * such as the state of the optimizer, or a rate that is set from outside.
   */
  Weights variables(BatchProgram step) {
    Map<String, Variable> all = new LinkedHashMap<>(Weights.of(parameters).variables());
    all.put(Weights.MARK + "random", random.variable());
    optimizerState
        .byPath()
        .forEach((path, state) ->
            all.put(Weights.MARK + "optimizer." + path, ((State) state).variable()));
    int others = 0;
    for (Variable variable : step.variables()) {
      if (!all.containsValue(variable)) {
        all.put(Weights.MARK + "other." + others++ + "." + variable.name(), variable);
      }
    }
    return new Weights(ImmutableMap.copyOf(all));
  }

  /** Returns figures of no batches yet. */
  RunningFigures newFigures() {
    return new RunningFigures(metrics);
  }

  /** Returns the names of the figures of data. */
  ImmutableList<String> figureNames() {
    return ImmutableList.<String>builder()
        .add(History.LOSS)
        .addAll(Lists.transform(metrics, Metric::name))
        .build();
  }

  /** Returns the size of the first batch. */
  static int rows(String use, Dataset data, int batch) {
    Preconditions.checkArgument(data.size() > 0, "%s: there are no examples: %s", use, data);
    return Math.min(data.size(), batch);
  }

  /** Checks data before any of it is used by a program. */
  void check(Dataset data, BatchProgram program) {
    loss.check(data.targets(), program.prediction());
    program.check(data.features(), data.targets());
  }

  /** Returns how far trainings with a seed have come. */
  Position position(Seed seed) {
    return positions.getOrDefault(seed, new Position(0, Tensor.scalar(seed.fold(0).bits())));
  }

  /** Begins an epoch after the given position. */
  void begin(Position position) {
    random.set(position.random());
  }

  /** Keeps that an epoch was begun, and the random numbers that it took. */
  void keep(Seed seed, int epoch) {
    positions.put(seed, new Position(epoch, random.value()));
  }

  /** Returns the step of training on batches of the given number of rows. */
  BatchProgram step(Dataset data, int rows) {
    return programs.get(Use.TRAIN, rows, data.features().type(), data.targets().type());
  }

  /** Returns a program that evaluates batches of the given number of rows. */
  BatchProgram evaluation(Dataset data, int rows) {
    return inference.evaluation(data, rows);
  }

  /** Returns how many programs are kept. */
  int programs() {
    return programs.size();
  }

  /** Returns the layers of the network. */
  @Override
  public String toString() {
    return "model of " + network.describe();
  }
}
