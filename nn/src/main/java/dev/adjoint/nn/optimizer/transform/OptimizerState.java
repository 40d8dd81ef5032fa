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
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer remembers from step to step: for each parameter some tensors by name, and the
 * number of steps taken. Before a program is made these are {@link State}s; what {@link
 * GradientTransform#update} returns holds the expressions of their next values.
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

  /** Returns the state of a transform that remembers nothing. */
  public static OptimizerState none() {
    return NONE;
  }

  /** Returns the states of several transforms as one. */
  static OptimizerState ofParts(List<OptimizerState> parts) {
    return new OptimizerState(null, ImmutableMap.of(), ImmutableList.copyOf(parts));
  }

  /** Returns the state of one of several transforms; it counts the same steps. */
  OptimizerState part(int number) {
    return parts.get(number).counting(counter);
  }

  /** Returns this with a counter of steps. */
  OptimizerState counting(@Nullable Expr newCounter) {
    return new OptimizerState(newCounter, slots, parts);
  }

  /** Returns this with a counter of its own, which begins at 0. */
  public OptimizerState counting() {
    return counting(State.of("step", Tensor.scalar(0L)));
  }

  /**
   * Returns this with a tensor of zeros for each parameter.
   *
   * @param name what to {@link #get} them by
   * @param parameters the parameters, of whose types the tensors are
   */
  public OptimizerState zeros(String name, PerParameter parameters) {
    ImmutableMap.Builder<String, Expr> states = ImmutableMap.builder();
    parameters
        .byPath()
        .forEach((path, parameter) ->
            states.put(
                path,
                State.of(path + "." + name, Tensor.zeros(parameter.dtype(), parameter.shape()))));
    return with(name, new PerParameter(states.buildOrThrow()));
  }

  /**
   * Returns what is remembered under a name.
   *
   * @throws IllegalArgumentException if there is nothing
   */
  public PerParameter get(String name) {
    PerParameter slot = slots.get(name);
    Preconditions.checkArgument(
        slot != null, "optimizer: there is no state '%s', only %s", name, slots.keySet());
    return slot;
  }

  /** Returns this with other expressions under a name: their next values. */
  public OptimizerState with(String name, PerParameter next) {
    Map<String, PerParameter> all = new LinkedHashMap<>(slots);
    all.put(name, next);
    return new OptimizerState(counter, ImmutableMap.copyOf(all), parts);
  }

  /**
   * Returns how many steps were taken before this one, an F64 scalar.
   *
   * @throws IllegalStateException if the steps are not counted; {@code Optimizer.init} counts them
   */
  public Expr step() {
    Preconditions.checkState(
        counter != null, "optimizer: the steps are not counted; begin with Optimizer.init");
    return counter.cast(DType.F64);
  }

  /**
   * Returns what is remembered, by path: {@code step}, and {@code NAME.PATH} for each parameter,
   * with the number of the transform in its chain in front.
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
}
