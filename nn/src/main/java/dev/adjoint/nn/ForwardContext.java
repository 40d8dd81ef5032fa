// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One application of a network, for training or for inference. Layers ask it which of both it is,
 * take random numbers from it, and leave the next values of their states here, such as running
 * means; these become updates of the program.
 */
public final class ForwardContext {
  private final Optional<RandomKey> random;
  private final Optional<Expr> mask;
  private final boolean isFrozen;
  private final boolean isTraining;
  private final Shared shared;

  /** What the contexts of parts of the network leave in one place. */
  private static final class Shared {
    private final Map<State, Expr> updates = new LinkedHashMap<>();

    /** Parameters used on purpose without being trained. */
    private final Set<Parameter> frozen = new LinkedHashSet<>();

    private final List<Expr> penalties = new ArrayList<>();

    /** Which steps of an output count in the loss, by the output itself. */
    private final Map<Expr, Expr> outputMasks = new IdentityHashMap<>();

    private int streams;
  }

  private ForwardContext(
      Optional<RandomKey> random,
      Optional<Expr> mask,
      boolean isFrozen,
      boolean isTraining,
      Shared shared) {
    this.random = random;
    this.mask = mask;
    this.isFrozen = isFrozen;
    this.isTraining = isTraining;
    this.shared = shared;
  }

  /**
   * Returns a new context for training.
   *
   * @param random where layers take random numbers from; its seed should change from run to run
   */
  public static ForwardContext training(RandomKey random) {
    return new ForwardContext(Optional.of(random), Optional.empty(), false, true, new Shared());
  }

  /** Returns a new context for inference. */
  public static ForwardContext inference() {
    return new ForwardContext(Optional.empty(), Optional.empty(), false, false, new Shared());
  }

  /**
   * Returns a new context for inference that leaves to chance what training does: dropout drops,
   * but norms use what they have learned, and no state is updated.
   *
   * @param random where layers take random numbers from
   */
  public static ForwardContext sampling(RandomKey random) {
    return new ForwardContext(Optional.of(random), Optional.empty(), false, false, new Shared());
  }

  /**
   * Returns the context for a part that is used but not trained, which behaves as in inference.
   *
   * @param parameters the parameters of the part; no optimizer will change them
   */
  public ForwardContext frozen(Collection<Parameter> parameters) {
    shared.frozen.addAll(parameters);
    return new ForwardContext(Optional.empty(), mask, true, false, shared);
  }

  /** Returns the parameters that layers use without their being trained. */
  public ImmutableSet<Parameter> frozen() {
    return ImmutableSet.copyOf(shared.frozen);
  }

  /**
   * Returns the context for layers whose input is padded in places. It leaves updates and random
   * numbers where this one does.
   *
   * @param steps BOOL {@code [batch, length]}, whether the step of a sequence counts
   * @throws ShapeException if it is of another type
   */
  public ForwardContext masked(Expr steps) {
    if (steps.dtype() != DType.BOOL || steps.shape().rank() != 2) {
      throw new ShapeException(
          "context", "needs a mask bool[batch, length], got %s".formatted(steps.type()));
    }
    return new ForwardContext(random, Optional.of(steps), isFrozen, isTraining, shared);
  }

  /**
   * Returns which steps of the sequences count, BOOL {@code [batch, length]}; empty if all do. A
   * layer that goes along the second axis of its input asks for it.
   */
  public Optional<Expr> mask() {
    return mask;
  }

  /**
   * Says which steps of an output of the network count in its loss and metrics. It reaches them
   * only if the network returns this very expression.
   *
   * @param output {@code [batch, length, …]}
   * @param steps BOOL {@code [batch, length]}
   * @throws ShapeException if the two do not belong together
   */
  public void maskOutput(Expr output, Expr steps) {
    if (steps.dtype() != DType.BOOL
        || steps.shape().rank() != 2
        || output.shape().rank() < 2
        || !output.shape().slice(0, 2).equals(steps.shape())) {
      throw new ShapeException(
          "context",
          "a mask of an output [batch, length, …] must be bool[batch, length]: %s, %s"
              .formatted(output.type(), steps.type()));
    }
    shared.outputMasks.put(output, steps);
  }

  /** Returns which steps of an output count; empty if all do. */
  public Optional<Expr> outputMask(Expr output) {
    return Optional.ofNullable(shared.outputMasks.get(output));
  }

  /**
   * Checks that each mask of an output is one of an output of the network.
   *
   * @throws ShapeException if one is not
   */
  public void checkMasksReach(Collection<Expr> outputs) {
    shared.outputMasks.forEach((output, steps) -> {
      if (outputs.stream().noneMatch(other -> other == output)) {
        throw new ShapeException(
            "context",
            "the mask %s of %s does not reach the loss, as layers come after it; put them inside"
                .formatted(steps.type(), output.type()));
      }
    });
  }

  /** Returns whether layers should behave as in training, and update their states. */
  public boolean isTraining() {
    return isTraining;
  }

  /**
   * Returns whether layers should leave to chance what training does, such as which elements to
   * drop: in training, and where samples are drawn.
   */
  public boolean isStochastic() {
    return random.isPresent();
  }

  /**
   * Returns a source of random numbers, another one at each call.
   *
   * @throws IllegalStateException if this is inference, which leaves nothing to chance
   */
  public RandomKey random() {
    Preconditions.checkState(random.isPresent(), "context: inference must not be random");
    return random.get().stream(random.get().number() + shared.streams++);
  }

  /** Returns whether a layer took random numbers. */
  public boolean isRandom() {
    return shared.streams > 0;
  }

  /**
   * Declares the value of a state after the run.
   *
   * @throws IllegalStateException if this is inference, which changes nothing
   * @throws IllegalArgumentException if the types differ or the state has a next value already
   */
  public void update(State state, Expr next) {
    Preconditions.checkState(isTraining(), "context: inference must not update '%s'", state.name());
    Preconditions.checkArgument(
        next.type().equals(state.type()),
        "context: the next value of '%s' must be %s, got %s",
        state.name(),
        state.type(),
        next.type());
    Preconditions.checkArgument(
        shared.updates.putIfAbsent(state, next) == null,
        "context: '%s' is updated twice; apply its layer once",
        state.name());
  }

  /**
   * Adds a penalty to the loss, in training and where figures are taken. That of a frozen part
   * counts nowhere.
   *
   * @param penalty a floating scalar
   * @throws IllegalArgumentException if it is none
   */
  public void penalize(Expr penalty) {
    Preconditions.checkArgument(
        penalty.shape().isScalar() && penalty.dtype().isFloating(),
        "context: a penalty must be a floating scalar, got %s; sum its elements",
        penalty.type());
    if (!isFrozen) {
      shared.penalties.add(penalty);
    }
  }

  /** Returns the penalties in the order in which they were added. */
  public ImmutableList<Expr> penalties() {
    return ImmutableList.copyOf(shared.penalties);
  }

  /** Returns the states with a next value, in the order in which they were declared. */
  public ImmutableMap<State, Expr> updates() {
    return ImmutableMap.copyOf(shared.updates);
  }
}
