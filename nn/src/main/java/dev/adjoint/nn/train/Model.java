// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.ParametricLoss;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.DataFileException;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.file.Weights;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
public final class Model implements ParametricLoss<Dataset>, Predictor {
  private final Layer network;
  private final Objective objective;
  private final Parameters parameters;
  private final OptimizerState optimizerState;
  private final Tracer tracer;
  private final State random;
  private final Programs programs;
  private final Inference inference;
  private final TrainingPositions positions;

  /** The thread that trains. */
  private final AtomicReference<@Nullable Thread> trainer = new AtomicReference<>();

  private Model(Layer network, Objective objective, Optimizer optimizer) {
    this.network = network;
    this.objective = objective;
    this.tracer = new Tracer(network, objective, optimizer);
    this.parameters = tracer.parameters();
    this.optimizerState = tracer.optimizerState();
    this.random = tracer.random();
    this.programs = new Programs(tracer);
    this.inference = new Inference(programs);
    this.positions = new TrainingPositions(random);
  }

  /**
   * Returns a model of a network with one output.
   *
   * @param network from features to predictions; its parameters are trained
   * @param loss the loss to minimise; parameters of its own are trained as well
   * @param optimizer the optimizer that minimises it; it may serve many models
   * @param metrics the figures to watch besides
   * @throws IllegalArgumentException if there is nothing to train, a parameter is no floating one,
   *     two metrics share a name, or one has a name that is taken
   */
  public static Model compile(Layer network, Loss loss, Optimizer optimizer, Metric... metrics) {
    Given.present("model", "the loss", loss, "give one, such as Loss.meanSquaredError()");
    return compile(network, List.of(loss), optimizer, metrics);
  }

  /**
   * Returns a model of a network with several outputs. The loss is the sum of theirs, each times
   * its {@linkplain Loss#weighted weight}; the figures have each without it, under the name of the
   * output, as {@code output1_loss}.
   *
   * @param network from features to predictions; its parameters are trained
   * @param losses the loss of each output
   * @param optimizer the optimizer that minimises their sum; it may serve many models
   * @param metrics the figures to watch besides, each {@linkplain Metric#at of one output}
   * @throws IllegalArgumentException if there is not a loss for each output, a metric is of none,
   *     or the cases of {@link #compile(Layer, Loss, Optimizer, Metric...)}
   */
  public static Model compile(
      Layer network, List<? extends Loss> losses, Optimizer optimizer, Metric... metrics) {
    Given.present("model", "the network", network, "give a layer");
    Given.allPresent("model", "loss", losses, "give one, such as Loss.meanSquaredError()");
    Given.present("model", "the optimizer", optimizer, "give one, such as Sgd.of(0.1)");
    Given.allPresent("model", "metric", Arrays.asList(metrics), "give a metric");
    Preconditions.checkArgument(
        !network.parameters().trained().isEmpty()
            || losses.stream().anyMatch(loss -> !Parameters.of(loss).trained().isEmpty()),
        "model: %s has no parameters to train",
        network.describe());
    return new Model(
        network,
        new Objective(network, ImmutableList.copyOf(losses), ImmutableList.copyOf(metrics)),
        optimizer);
  }

  /** Returns the network. */
  public Layer network() {
    return network;
  }

  /** Returns the state of the optimizer from the trainings of this model. */
  public OptimizerState optimizerState() {
    return optimizerState;
  }

  /** Returns the parameters and states of the network, and under {@code loss} those of losses. */
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public ImmutableMap<String, Parameter> trainedParameters() {
    return parameters.trained();
  }

  /**
   * Returns the loss that a step of training on a batch makes smaller, as an expression over the
   * parameters. What is random in it is as in the next step.
   *
   * @throws ShapeException if the batch does not fit the network or the loss
   * @throws IllegalArgumentException if {@link #fit} would refuse it
   */
  @Override
  public Expr loss(Dataset batch) {
    check(batch, step(batch, rows("loss", batch, batch.size())));
    return tracer.loss(batch);
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
    return training("fit", () -> new FitRun(this, data, fit, ProgressLine.of(fit)).run());
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
            runner.load(batch.tensors(), 0);
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
  <T> T training(String who, Supplier<T> work) {
    Thread current = Thread.currentThread();
    if (!trainer.compareAndSet(null, current)) {
      throw new IllegalStateException(
          who
              + (trainer.get() == current
                  ? ": called by a listener of a fit of the same model; call it after that has ended"
                  : ": another thread is training this model; wait for it, or train a model of other"
                      + " layers"));
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

  @Override
  public int outputs() {
    return objective.losses().size();
  }

  @Override
  public ImmutableList<Tensor> predict(List<Tensor> features) {
    return inference.rows("predict", Use.PREDICT, 0, features, Optional.empty());
  }

  @Override
  public ImmutableList<Tensor> sample(List<Tensor> features, Seed seed) {
    Given.present("sample", "the seed", seed, "give one, such as Seed.of(1)");
    return inference.rows("sample", Use.SAMPLE, 0, features, Optional.of(seed));
  }

  @Override
  public Tensor classify(int output, List<Tensor> features) {
    Preconditions.checkArgument(
        output >= 0 && output < outputs(),
        "classify: there is no output %s of %s; they are numbered from 0",
        output,
        outputs());
    var classes = inference.rows("classify", Use.CLASSIFY, output, features, Optional.empty());
    return classes.getFirst();
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
    TrainingVariables.takeAverages(parameters, optimizerState);
  }

  /** Returns all variables of a training; see {@link TrainingVariables#of}. */
  Weights variables(BatchProgram step) {
    return TrainingVariables.of(parameters, random, optimizerState, step);
  }

  /** Returns figures of no batches yet. */
  RunningFigures newFigures() {
    return new RunningFigures(objective);
  }

  /** Returns the names of the figures of data. */
  ImmutableList<String> figureNames() {
    return objective.figureNames();
  }

  /** Returns the size of the first batch. */
  static int rows(String use, Dataset data, int batch) {
    Preconditions.checkArgument(data.size() > 0, "%s: there are no examples: %s", use, data);
    return Math.min(data.size(), batch);
  }

  /** Checks data before any of it is used by a program. */
  void check(Dataset data, BatchProgram program) {
    for (int i = 0; i < objective.losses().size(); i++) {
      objective.losses().get(i).check(data.outputs().get(i), program.predictions().get(i));
    }
    program.check(data.tensors());
  }

  /** Returns how far trainings have come. */
  TrainingPositions positions() {
    return positions;
  }

  /** Returns the step of training on batches of the given number of rows. */
  BatchProgram step(Dataset data, int rows) {
    return programs.get(new Programs.Key(Use.TRAIN, 0, DataTypes.of(data)), rows);
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
