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
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the expressions of a model's programs. Faults of a model are found here, while nothing has
 * run.
 */
final class Tracer {
  /** The expressions of one program. */
  record Trace(
      ImmutableList<Expr> inputs,
      ImmutableList<Expr> predictions,
      ImmutableList<Expr> outputs,
      Map<Expr, Expr> updates) {}

  private final Layer network;
  private final Objective objective;
  private final Parameters ofNetwork;
  private final Parameters ofLoss;
  private final Parameters parameters;
  private final Optimizer optimizer;
  private final OptimizerState optimizerState;
  private final State random = State.of("random", Tensor.scalar(0L));

  Tracer(Layer network, Objective objective, Optimizer optimizer) {
    this.network = network;
    this.objective = objective;
    this.ofNetwork = network.parameters();
    this.ofLoss = objective.parameters();
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

  /** Returns the parameters and states of the network and of the losses. */
  Parameters parameters() {
    return parameters;
  }

  /** Returns the state of the optimizer. */
  OptimizerState optimizerState() {
    return optimizerState;
  }

  /** Returns the program of {@link #trace}. */
  BatchProgram compile(Programs.Key key) {
    Trace trace = trace(key);
    DataTypes types = key.types();
    return new BatchProgram(
        trace, types.features().size(), types.targets().size(), objective.lossNames().size());
  }

  /**
   * Returns the expressions of a program. Its inputs are the data in the order of {@link
   * DataTypes}, and then the states of the metrics, or the key of random numbers.
   *
   * @throws ShapeException if the network or a loss does not take such data
   * @throws IllegalArgumentException if a parameter would not be trained; see {@link VariableCheck}
   */
  Trace trace(Programs.Key key) {
    Use use = key.use();
    ImmutableList<Expr> features = inputs(key.types().features());
    ImmutableList<Expr> targets = inputs(key.types().targets());
    ImmutableList<Expr> weights = inputs(key.types().weights());
    ImmutableList.Builder<Expr> inputs =
        ImmutableList.<Expr>builder().addAll(features).addAll(targets).addAll(weights);
    ForwardContext context = ForwardContext.inference();
    if (use == Use.TRAIN) {
      context = ForwardContext.training(RandomKey.of(random));
    } else if (use == Use.SAMPLE) {
      Expr seed = Expr.input("seed", TensorType.of(DType.I64));
      inputs.add(seed);
      context = ForwardContext.sampling(RandomKey.of(seed));
    }
    ImmutableList<Expr> predictions = predictions(features, context);
    ImmutableList<Expr> states = use.hasFigures() ? objective.states() : ImmutableList.of();
    inputs.addAll(states);
    ImmutableList<Expr> outputs =
        switch (use) {
          case TRAIN, EVALUATE ->
              objective.figures(
                  compared(predictions, targets, weights, context), states, context.penalties());
          case PREDICT, SAMPLE -> predictions;
          case CLASSIFY -> ImmutableList.of(classes(predictions, key.output()));
        };
    Map<Expr, Expr> updates =
        use == Use.TRAIN ? updates(predictions, outputs.getFirst(), context) : ImmutableMap.of();
    return new Trace(inputs.build(), predictions, outputs, updates);
  }

  /** Returns the loss of a batch in training. */
  Expr loss(Dataset batch) {
    ForwardContext context = ForwardContext.training(RandomKey.of(random));
    ImmutableList<Expr> predictions = predictions(constants(batch.inputs()), context);
    List<Compared> compared =
        compared(predictions, constants(batch.outputs()), constants(batch.weights()), context);
    return objective.figures(compared, objective.states(), context.penalties()).getFirst();
  }

  private static ImmutableList<Expr> constants(List<Tensor> values) {
    return values.stream().map(Expr::constant).collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<Expr> inputs(List<TensorType> types) {
    return types.stream()
        .map(type -> Expr.input("batch", type))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<Expr> predictions(ImmutableList<Expr> features, ForwardContext context) {
    ImmutableList<Expr> predictions = applied(features, context);
    for (Expr prediction : predictions) {
      if (prediction.shape().isScalar()
          || prediction.shape().dim(0) != features.getFirst().shape().dim(0)) {
        throw new ShapeException(
            "network",
            "must give a row for each example: features %s, prediction %s; leave the first axis as it is"
                .formatted(text(features), prediction.type()));
      }
    }
    return predictions;
  }

  /** Applies the network; if it refuses features for their dtype alone, says so. */
  private ImmutableList<Expr> applied(ImmutableList<Expr> features, ForwardContext context) {
    try {
      return network.apply(new NetworkInputs(features), context);
    } catch (ShapeException e) {
      for (Parameter parameter : ofNetwork.list()) {
        DType dtype = parameter.dtype();
        for (int i = 0; i < features.size(); i++) {
          Expr input = features.get(i);
          if (dtype != input.dtype() && takes(features, i, input.cast(dtype))) {
            throw new ShapeException(
                "network",
                "the features%s are %s, the parameters %s; cast the features: features.cast(DType.%s)"
                    .formatted(
                        features.size() == 1 ? "" : " of input " + i,
                        input.type(),
                        dtype,
                        dtype.name()));
          }
        }
      }
      throw e;
    }
  }

  private boolean takes(List<Expr> features, int input, Expr other) {
    List<Expr> changed = new ArrayList<>(features);
    changed.set(input, other);
    try {
      network.apply(new NetworkInputs(changed));
      return true;
    } catch (ShapeException _) {
      return false;
    }
  }

  /** Returns the predictions with what they are compared with. */
  private List<Compared> compared(
      List<Expr> predictions, List<Expr> targets, List<Expr> weights, ForwardContext context) {
    checkOutputs(predictions);
    if (targets.size() != predictions.size()) {
      throw new ShapeException(
          "model",
          "the network has %s outputs, the data targets of %s: %s, %s; give targets for each output"
              .formatted(predictions.size(), targets.size(), text(predictions), text(targets)));
    }
    List<Compared> compared = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      Optional<Expr> weight = weights.isEmpty() ? Optional.empty() : Optional.of(weights.get(i));
      Expr prediction = predictions.get(i);
      compared.add(Compared.of(prediction, targets.get(i), weight, context.outputMask(prediction)));
    }
    context.checkMasksReach(predictions);
    return compared;
  }

  private void checkOutputs(List<Expr> predictions) {
    if (predictions.size() != objective.losses().size()) {
      throw new ShapeException(
          "model",
          "there are losses of %s outputs, the network has %s: %s; give a loss for each"
              .formatted(objective.losses().size(), predictions.size(), text(predictions)));
    }
  }

  private Expr classes(List<Expr> predictions, int output) {
    checkOutputs(predictions);
    return objective.losses().get(output).classes(predictions.get(output)).cast(DType.I32);
  }

  /** Returns the type of one expression, or the list of those of several. */
  private static String text(List<Expr> exprs) {
    return exprs.size() == 1
        ? exprs.getFirst().type().toString()
        : exprs.stream().map(Expr::type).toList().toString();
  }

  private Map<Expr, Expr> updates(List<Expr> predictions, Expr lossValue, ForwardContext context) {
    ImmutableList<Expr> gradients = Autodiff.grad(lossValue, parameters.list());
    VariableCheck check = new VariableCheck(ofNetwork, ofLoss, random);
    check.network(predictions, context);
    check.loss(lossValue, context);
    check.gradients(lossValue, parameters.list(), gradients);
    return Optimizer.join(
        optimizer.update(gradients, optimizerState, parameters),
        context.updates(),
        context.isRandom() ? ImmutableMap.of(random, random.add(1)) : ImmutableMap.of());
  }
}
