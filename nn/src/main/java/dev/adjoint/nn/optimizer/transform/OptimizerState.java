// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of an optimizer: for each parameter some named tensors, and the number of steps taken.
 * In the initial state these are {@link State}s; the result of {@link GradientTransform#update}
 * holds the expressions of their next values.
 */
public final class OptimizerState {
  private static final OptimizerState NONE =
      new OptimizerState(null, ImmutableMap.of(), ImmutableList.of());

  private final @Nullable Expr counter;
  private final ImmutableMap<String, PerParameter> slots;
  private final ImmutableList<OptimizerState> parts;

  private OptimizerState(
      @Nullable Expr counter,
      ImmutableMap<String, PerParameter> slots,
      ImmutableList<OptimizerState> parts) {
    this.counter = counter;
    this.slots = slots;
    this.parts = parts;
  }

  /** Returns the state of a transform without state. */
  public static OptimizerState none() {
    return NONE;
  }

  /** Returns the states of several transforms as one. */
  static OptimizerState ofParts(List<OptimizerState> parts) {
    return new OptimizerState(null, ImmutableMap.of(), ImmutableList.copyOf(parts));
  }

  /** Returns the state of one of several transforms, with the same counter of steps. */
  OptimizerState part(int number) {
    return parts.get(number).counting(counter);
  }

  /** Returns this with a counter of steps. */
  OptimizerState counting(@Nullable Expr newCounter) {
    return new OptimizerState(newCounter, slots, parts);
  }

  /** Returns this with a new counter of steps, which begins at 0. */
  public OptimizerState counting() {
    return counting(State.of("step", Tensor.scalar(0L)));
  }

  /**
   * Returns this with a tensor of zeros for each parameter.
   *
   * @param name the name to {@link #get} them by
   * @param parameters the parameters, whose types the tensors have
   */
  public OptimizerState zeros(String name, PerParameter parameters) {
    return full(name, 0, parameters);
  }

  /**
   * Returns this with a tensor of one number for each parameter.
   *
   * @param name the name to {@link #get} them by
   * @param number the initial elements of the tensors
   * @param parameters the parameters, whose types the tensors have
   */
  public OptimizerState full(String name, double number, PerParameter parameters) {
    return states(name, parameters, p -> Tensor.full(p.dtype(), p.shape(), number));
  }

  /**
   * Returns this with a copy of each parameter's present value.
   *
   * @param name the name to {@link #get} them by
   */
  public OptimizerState copies(String name, PerParameter parameters) {
    return states(name, parameters, Expr::eval);
  }

  private OptimizerState states(
      String name, PerParameter parameters, Function<Expr, Tensor> initial) {
    ImmutableMap.Builder<String, Expr> states = ImmutableMap.builder();
    parameters
        .byPath()
        .forEach((path, parameter) ->
            states.put(path, State.of(path + "." + name, initial.apply(parameter))));
    return with(name, new PerParameter(states.buildOrThrow()));
  }

  /**
   * Returns this with one F64 number for all parameters.
   *
   * @param name the name to get it by, see {@link #number(String)}
   */
  public OptimizerState number(String name, double initial) {
    return withNumber(name, State.of(name, Tensor.scalar(initial)));
  }

  /**
   * Returns a number by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Expr number(String name) {
    return get(name).get("all");
  }

  /** Returns this with the next value of a number. */
  public OptimizerState withNumber(String name, Expr next) {
    return with(name, new PerParameter(ImmutableMap.of("all", next)));
  }

  /**
   * Returns the tensors of a name for all parameters.
   *
   * @throws IllegalArgumentException if there are none
   */
  public PerParameter get(String name) {
    PerParameter slot = slots.get(name);
    Preconditions.checkArgument(
        slot != null, "optimizer: there is no state '%s', only %s", name, slots.keySet());
    return slot;
  }

  /** Returns this with the next values of a name. */
  public OptimizerState with(String name, PerParameter next) {
    Map<String, PerParameter> all = new LinkedHashMap<>(slots);
    all.put(name, next);
    return new OptimizerState(counter, ImmutableMap.copyOf(all), parts);
  }

  /**
   * Returns the number of steps before this one, an F64 scalar.
   *
   * @throws IllegalStateException if the steps are not counted; {@code Optimizer.init} counts them
   */
  public Expr step() {
    Preconditions.checkState(
        counter != null, "optimizer: the steps are not counted; begin with Optimizer.init");
    return counter.cast(DType.F64);
  }

  /**
   * Returns the state by path: {@code step}, and {@code NAME.PATH} for each parameter, with the
   * number of the transform in its chain in front.
   */
  public ImmutableMap<String, Expr> byPath() {
    ImmutableMap.Builder<String, Expr> all = ImmutableMap.builder();
    if (counter != null) {
      all.put("step", counter);
    }
    addTo(all, "");
    return all.buildOrThrow();
  }

  private void addTo(ImmutableMap.Builder<String, Expr> all, String prefix) {
    slots.forEach((name, slot) ->
        slot.byPath().forEach((path, expr) -> all.put(prefix + name + "." + path, expr)));
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).addTo(all, prefix + i + ".");
    }
  }

  /** A new expression in place of one of a state. */
  @FunctionalInterface
  interface SlotFunction {
    /**
     * Returns the new expression.
     *
     * @param path the path in {@link #byPath}
     * @param parameter the path of the parameter, or a name for all
     * @param old the old expression
     */
    Expr apply(String path, String parameter, Expr old);
  }

  /** Returns this with each expression replaced by a function of its path and itself. */
  OptimizerState map(BiFunction<String, Expr, Expr> function) {
    return mapSlots("", (path, _, old) -> function.apply(path, old));
  }

  /** Returns this with each expression replaced by a function of its path, parameter and itself. */
  OptimizerState mapSlots(SlotFunction function) {
    return mapSlots("", function);
  }

  private OptimizerState mapSlots(String prefix, SlotFunction function) {
    ImmutableMap.Builder<String, PerParameter> mapped = ImmutableMap.builder();
    slots.forEach((name, slot) -> {
      ImmutableMap.Builder<String, Expr> next = ImmutableMap.builder();
      slot.byPath()
          .forEach((path, expr) ->
              next.put(path, function.apply(prefix + name + "." + path, path, expr)));
      mapped.put(name, new PerParameter(next.buildOrThrow()));
    });
    ImmutableList.Builder<OptimizerState> mappedParts = ImmutableList.builder();
    for (int i = 0; i < parts.size(); i++) {
      mappedParts.add(parts.get(i).mapSlots(prefix + i + ".", function));
    }
    return new OptimizerState(counter, mapped.buildOrThrow(), mappedParts.build());
  }
}
