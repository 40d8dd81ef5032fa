// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.optimizer.transform.AverageWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.GradientTransform.Transformed;
import dev.adjoint.nn.optimizer.transform.LazyRows;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.nn.optimizer.transform.PerParameter;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.State;
import dev.adjoint.ops.VariableExpr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How parameters follow their gradients. An optimizer is a chain of {@link GradientTransform}s, and
 * remembers nothing itself: {@link #init} makes the state of one training, {@link #update} the
 * expressions of one step, which are subtracted from the parameters:
 *
 * <pre>{@code
 * Parameters parameters = network.parameters();
 * OptimizerState state = optimizer.init(parameters);
 * List<Expr> gradients = Autodiff.grad(loss, parameters.list());
 * Program.compile(inputs, List.of(loss), optimizer.update(gradients, state, parameters));
 * }</pre>
 */
@FunctionalInterface
public interface Optimizer {
  /** Returns the transform that turns gradients into steps. */
  GradientTransform transform();

  /** Returns the state for parameters before the first step. */
  default OptimizerState init(Parameters parameters) {
    return transform().init(values(parameters)).counting();
  }

  /**
   * Returns the next value of each parameter and the next state. Steps are counted only if
   * something depends on their number.
   *
   * @param gradients the gradient of the loss for each of {@link Parameters#list}, of its type
   * @param state the state that {@link #init} returned for the same parameters
   * @throws IllegalArgumentException if there is not one gradient of its type for each parameter
   * @throws IllegalStateException if the transform leaves out a parameter or a part of the state,
   *     or changes a type
   */
  default ImmutableMap<Expr, Expr> update(
      List<Expr> gradients, OptimizerState state, Parameters parameters) {
    PerParameter values = values(parameters);
    Transformed transformed =
        transform().update(OptimizerChecks.gradients(gradients, parameters), state, values);
    ImmutableMap.Builder<Expr, Expr> next = ImmutableMap.builder();
    ImmutableMap<String, Expr> nextState = transformed.state().byPath();
    state
        .byPath()
        .forEach((path, old) -> {
          if (!path.equals("step")) {
            next.put(old, OptimizerChecks.next(path, old, nextState.get(path)));
          }
        });
    values
        .byPath()
        .forEach((path, parameter) -> {
          Expr step = transformed.steps().get(path);
          next.put(parameter, parameter.sub(OptimizerChecks.next(path, parameter, step)));
        });
    ImmutableMap<Expr, Expr> updates = next.buildOrThrow();
    return state.byPath().get("step") instanceof State counter && reads(updates, counter)
        ? join(updates, Map.of(counter, counter.add(1)))
        : updates;
  }

  /**
   * Returns the next value of each parameter and of all that is remembered, for a step down the
   * gradient of a loss. Each call begins a training of its own:
   *
   * <pre>{@code
   * Program.compile(inputs, List.of(loss), optimizer.minimize(loss, network.parameters()));
   * }</pre>
   *
   * @param loss a floating scalar
   * @throws dev.adjoint.graph.ShapeException if the loss is no floating scalar
   * @throws IllegalArgumentException if there are no parameters, or no gradient of the loss reaches
   *     one of them
   */
  default ImmutableMap<Expr, Expr> minimize(Expr loss, Parameters parameters) {
    return update(OptimizerChecks.gradients(loss, parameters), init(parameters), parameters);
  }

  /**
   * Returns the program of a step down the gradient of a loss: it takes the inputs, gives the loss
   * before the step and changes the parameters. Each call begins a training of its own.
   *
   * <p>It is for networks without states. What batch norm and its like learn besides stands in
   * their {@code ForwardContext}, and is {@link #join}ed with {@link #minimize}.
   *
   * @param loss a floating scalar
   * @param inputs what the loss is computed from at each run
   * @throws dev.adjoint.graph.ShapeException if the loss is no floating scalar
   * @throws IllegalArgumentException if there are states, or the cases of {@link #minimize}
   */
  default Program step(Expr loss, Parameters parameters, Expr... inputs) {
    OptimizerChecks.noStates(parameters);
    return Program.compile(List.of(inputs), List.of(loss), minimize(loss, parameters));
  }

  /**
   * Returns this after another transform, such as {@code Adam.of(0.001).after(new
   * ClipByGlobalNorm(1))}.
   */
  default Optimizer after(GradientTransform first) {
    return () -> GradientTransform.chain(first, transform());
  }

  /**
   * Returns this for all parameters but some, which another optimizer takes: one with a rate, a
   * decay or a formula of its own, such as {@code AdamW.of(0.001, 0.01).except(path ->
   * path.endsWith("bias"), Adam.of(0.001))}.
   *
   * @param paths which parameters, by path
   */
  default Optimizer except(Predicate<String> paths, Optimizer other) {
    return () ->
        GradientTransform.chain(transform().where(paths.negate()), other.transform().where(paths));
  }

  /**
   * Returns this for rows whose gradient is not all zero alone: the others, and their moments, stay
   * as they are. With it the work of a step depends on its lookups in a table, not on the table,
   * also with momentum, Adam or weight decay; but it is another formula than theirs, see {@link
   * LazyRows}. For tables alone say {@code Adam.of(0.001).except(path -> path.endsWith("table"),
   * Adam.of(0.001).lazy())}.
   */
  default Optimizer lazy() {
    return () -> new LazyRows(transform());
  }

  /**
   * Returns this with an average of the weights beside them, which {@code Model.takeAverages} puts
   * in their place in the end.
   *
   * @param decay how much of the average is kept in a step: 0.999, or 0.99 in a short training
   */
  default Optimizer averaging(double decay) {
    return () -> AverageWeights.exponential(transform(), decay);
  }

  /**
   * Returns this with the mean of the weights from a step on beside them, which {@code
   * Model.takeAverages} puts in their place in the end (stochastic weight averaging).
   *
   * @param from the number of the first step of the mean, from 0
   * @param every after how many steps the weights are taken into the mean
   */
  default Optimizer averagingFrom(int from, int every) {
    return () -> AverageWeights.equal(transform(), from, every);
  }

  private static PerParameter values(Parameters parameters) {
    return new PerParameter(ImmutableMap.copyOf(parameters.trained()));
  }

  private static boolean reads(Map<Expr, Expr> updates, State counter) {
    return Graph.of(updates.values()).nodes().stream()
        .anyMatch(node ->
            node.op() instanceof LeafOp.Read(var variable) && variable == counter.variable());
  }

  /**
   * Returns the updates of several optimizers and layers as those of one program.
   *
   * @param parts the next values of different variables
   * @throws IllegalArgumentException if a variable has two next values
   * @throws NullPointerException if something in them is null; the message says what
   */
  @SafeVarargs
  static ImmutableMap<Expr, Expr> join(Map<? extends Expr, Expr>... parts) {
    Map<Expr, Expr> all = new LinkedHashMap<>();
    for (Map<? extends Expr, Expr> part : parts) {
      Given.updatesPresent("updates", part);
      part.forEach((variable, next) ->
          Preconditions.checkArgument(
              all.putIfAbsent(variable, next) == null,
              "updates: '%s' %s has two next values; leave it to one optimizer or one layer",
              variable instanceof VariableExpr v ? v.name() : variable.node().op().name(),
              variable.type()));
    }
    return ImmutableMap.copyOf(all);
  }
}
