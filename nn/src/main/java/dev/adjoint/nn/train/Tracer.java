// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.List;
import java.util.Map;

/**
 * Builds the expressions of a model's programs. Faults of a model are found here, while nothing has
 * run.
 */
final class Tracer {
  /** The expressions of one program. */
  record Trace(
      ImmutableList<Expr> inputs,
      Expr prediction,
      ImmutableList<Expr> outputs,
      Map<Expr, Expr> updates) {}

  private final Layer network;
  private final Loss loss;
  private final ImmutableList<Metric> metrics;
  private final Parameters ofNetwork;
  private final Parameters ofLoss;
  private final Parameters parameters;
  private final Optimizer optimizer;
  private final OptimizerState optimizerState;
  private final State random = State.of("random", Tensor.scalar(0L));

  Tracer(Layer network, Loss loss, Optimizer optimizer, ImmutableList<Metric> metrics) {
    this.network = network;
    this.loss = loss;
    this.metrics = metrics;
    this.ofNetwork = network.parameters();
    this.ofLoss = Parameters.of(loss);
    this.parameters = ofNetwork.and("loss", ofLoss);
    parameters
        .trained()
        .forEach((path, parameter) ->
            Preconditions.checkArgument(
                parameter.dtype().isFloating(),
                "model: parameter '%s' is %s; only f32 and f64 can be trained, make it a State",
                path,
                parameter.type()));
    this.optimizer = optimizer;
    this.optimizerState = optimizer.init(parameters);
  }

  /** Returns the state that decides the random numbers of the next step of training. */
  State random() {
    return random;
  }

  /** Returns the parameters and states of the network and of the loss. */
  Parameters parameters() {
    return parameters;
  }

  /** Returns the state of the optimizer. */
  OptimizerState optimizerState() {
    return optimizerState;
  }

  /** Returns the program of {@link #trace}. */
  BatchProgram compile(Use use, ImmutableList<TensorType> types) {
    Trace trace = trace(use, types);
    return new BatchProgram(trace.inputs, trace.outputs, trace.updates, trace.prediction);
  }

  /**
   * Returns the expressions of a program.
   *
   * @param types those of features and, where there is a loss, of targets, {@code [rows, …]} each
   * @throws ShapeException if the network or the loss does not take them
   * @throws IllegalArgumentException if a parameter would not be trained; see {@link VariableCheck}
   */
  Trace trace(Use use, ImmutableList<TensorType> types) {
    ImmutableList<Expr> inputs =
        types.stream()
            .map(type -> Expr.input("batch", type))
            .collect(ImmutableList.toImmutableList());
    ForwardContext context =
        use == Use.TRAIN
            ? ForwardContext.training(RandomKey.of(random))
            : ForwardContext.inference();
    Expr prediction = prediction(inputs.getFirst(), context);
    ImmutableList<Expr> states = use.hasFigures() ? metricStates() : ImmutableList.of();
    ImmutableList<Expr> outputs =
        switch (use) {
          case TRAIN, EVALUATE -> figures(prediction, inputs.get(1), states, context);
          case PREDICT -> ImmutableList.of(prediction);
          case CLASSIFY -> ImmutableList.of(loss.classes(prediction).cast(DType.I32));
        };
    Map<Expr, Expr> updates =
        use == Use.TRAIN ? updates(prediction, outputs.getFirst(), context) : ImmutableMap.of();
    ImmutableList<Expr> all = ImmutableList.<Expr>builder().addAll(inputs).addAll(states).build();
    return new Trace(all, prediction, outputs, updates);
  }

  private Expr prediction(Expr features, ForwardContext context) {
    Expr prediction = applied(features, context);
    if (prediction.shape().isScalar() || prediction.shape().dim(0) != features.shape().dim(0)) {
      throw new ShapeException(
          "network",
          "must give a row for each example: features %s, prediction %s; leave the first axis as it is"
              .formatted(features.type(), prediction.type()));
    }
    return prediction;
  }

  /** Applies the network; if it refuses the features for their dtype alone, says so. */
  private Expr applied(Expr features, ForwardContext context) {
    try {
      return network.apply(features, context);
    } catch (ShapeException e) {
      for (Parameter parameter : ofNetwork.list()) {
        DType dtype = parameter.dtype();
        if (dtype != features.dtype() && takes(features.cast(dtype))) {
          throw new ShapeException(
              "network",
              "the features are %s, the parameters %s; cast the features: features.cast(DType.%s)"
                  .formatted(features.type(), dtype, dtype.name()));
        }
      }
      throw e;
    }
  }

  private boolean takes(Expr features) {
    try {
      network.apply(features);
      return true;
    } catch (ShapeException _) {
      return false;
    }
  }

  /** Returns inputs for the states of the metrics before a batch. */
  private ImmutableList<Expr> metricStates() {
    return metrics.stream()
        .flatMap(
            metric -> metric.init().stream().map(state -> Expr.input(metric.name(), state.type())))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the loss and the states of the metrics after the batch. */
  private ImmutableList<Expr> figures(
      Expr prediction, Expr target, ImmutableList<Expr> states, ForwardContext context) {
    ImmutableList.Builder<Expr> figures = ImmutableList.builder();
    Expr value = scalar(lossOf(prediction, target));
    for (Expr penalty : context.penalties()) {
      value = value.add(penalty.cast(value.dtype()));
    }
    figures.add(value);
    int from = 0;
    for (Metric metric : metrics) {
      List<Expr> before = states.subList(from, from + metric.init().size());
      figures.addAll(updated(metric, before, prediction, target));
      from += before.size();
    }
    return figures.build();
  }

  private static List<Expr> updated(
      Metric metric, List<Expr> before, Expr prediction, Expr target) {
    String what = "metric '" + metric.name() + "'";
    List<Expr> after = metric.update(before, prediction, target);
    if (!types(after).equals(types(before))) {
      throw new ShapeException(
          what,
          "the state must stay %s, got %s; update each of its parts"
              .formatted(types(before), types(after)));
    }
    Expr result = metric.result(after);
    if (!result.shape().isScalar() || !result.dtype().isFloating()) {
      throw new ShapeException(
          what, "the result must be a floating scalar, got %s".formatted(result.type()));
    }
    return after;
  }

  private static List<TensorType> types(List<Expr> exprs) {
    return exprs.stream().map(Expr::type).toList();
  }

  /** Applies the loss; if it refuses the targets for their dtype alone, says so. */
  private Expr lossOf(Expr prediction, Expr target) {
    try {
      return loss.apply(prediction, target);
    } catch (ShapeException e) {
      DType dtype = prediction.dtype();
      if (dtype != target.dtype() && takes(prediction, target.cast(dtype))) {
        throw new ShapeException(
            "loss",
            "the targets are %s, the predictions %s; cast the targets: targets.cast(DType.%s)"
                .formatted(target.type(), prediction.type(), dtype.name()));
      }
      throw e;
    }
  }

  private boolean takes(Expr prediction, Expr target) {
    try {
      loss.apply(prediction, target);
      return true;
    } catch (ShapeException _) {
      return false;
    }
  }

  private static Expr scalar(Expr loss) {
    if (!loss.shape().isScalar() || !loss.dtype().isFloating()) {
      throw new ShapeException(
          "loss",
          "must be a floating scalar, the mean over the examples, got %s; %s"
              .formatted(loss.type(), loss.dtype().isFloating() ? "use mean()" : "cast it"));
    }
    return loss;
  }

  private Map<Expr, Expr> updates(Expr prediction, Expr lossValue, ForwardContext context) {
    ImmutableList<Expr> gradients = Autodiff.grad(lossValue, parameters.list());
    VariableCheck check = new VariableCheck(ofNetwork, ofLoss, random);
    check.network(prediction, context);
    check.loss(lossValue, context);
    check.gradients(lossValue, parameters.list(), gradients);
    return Optimizer.join(
        optimizer.update(gradients, optimizerState, parameters),
        context.updates(),
        context.isRandom() ? ImmutableMap.of(random, random.add(1)) : ImmutableMap.of());
  }
}
