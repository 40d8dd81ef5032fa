// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Optional;

/**
 * A layer that goes along a sequence step by step and keeps a state: {@code [batch, length, …] →
 * [batch, length, units, …]}, the first part of the state after each step; with {@link #last} that
 * after the last step alone, {@code [batch, units, …]}. It begins with a state of zeros.
 *
 * <p>Such a layer says what a step is: {@link #project} is the part that does not depend on the
 * state, {@link #step} the rest. How the steps follow one another is the same for all:
 *
 * <ul>
 *   <li>Sequences of at most 128 steps are written out. The compiler then sees all steps at once:
 *       it computes all products with the input as one where that pays, and gradients of weights as
 *       one product over all steps.
 *   <li>Longer ones are a {@link dev.adjoint.autodiff.ControlFlow#scan scan}, whose program is as
 *       small as one step; the input of all steps is projected before it. The derivative computes
 *       each step again: slower, with less memory.
 *   <li>If the {@linkplain ForwardContext#mask context} says that steps are padding, these leave
 *       the state as it is, and their output is that of the step before.
 * </ul>
 *
 * <p>Layers one upon another are a {@link dev.adjoint.nn.Sequential} of them, with a {@code
 * Dropout} between them if need be.
 */
public interface RecurrentLayer extends Layer {
  /**
   * The results of all steps.
   *
   * @param outputs the first part of the state after each step, {@code [batch, length, units, …]},
   *     in the order of the input whatever the direction
   * @param states the parts of the state after all steps, {@code [batch, units, …]} each
   */
  record Steps(Expr outputs, ImmutableList<Expr> states) {}

  /** Returns how the layer goes along a sequence. */
  RecurrenceOptions options();

  /** Returns this layer with other options and the same parameters. */
  RecurrentLayer with(RecurrenceOptions options);

  /**
   * Returns the part of a step that does not depend on the state, of one step or of several.
   *
   * @param x {@code [rows, …]}, a row for each example or for each step of each example
   * @return {@code [rows, …]}
   */
  Expr project(Expr x);

  /**
   * Returns the types of the parts of the state, {@code [batch, units, …]} each.
   *
   * @param projected the type of what {@link #project} makes of the examples of one step
   */
  ImmutableList<TensorType> stateTypes(TensorType projected);

  /**
   * Returns the parts of the state after a step; the first one is the output.
   *
   * @param projected what {@link #project} makes of the input of the step
   * @param states the parts of the state before the step
   */
  ImmutableList<Expr> step(Expr projected, List<Expr> states);

  /** Checks the input; this one accepts all. */
  default void checkInput(Expr x) {}

  /** Returns this layer so that it gives the output of the last step alone. */
  default RecurrentLayer last() {
    return with(options().withLast());
  }

  /** Returns this layer so that it goes from the last step to the first. */
  default RecurrentLayer backward() {
    return with(options().withBackward());
  }

  /**
   * Returns this layer so that a batch begins with the state that the batch before ended with,
   * however many steps ago the sequence began. Gradients stop where a batch begins. In training the
   * state moves on, in inference it stays as it is; batches must follow one another, as with {@code
   * FitOptions.inOrder()}. {@link #reset} sets it to zeros: call it where new sequences begin.
   *
   * @param of the type of a batch, {@code [batch, length, …]}; only batches of so many examples are
   *     taken then
   */
  default RecurrentLayer stateful(TensorType of) {
    return with(options().withCarried(Recurrence.carried(this, of)));
  }

  /** Sets the state that is kept between batches to zeros, if there is one. */
  default void reset() {
    options().reset();
  }

  /**
   * Returns the outputs and the last state of steps that begin with a given state: so a decoder
   * begins where an encoder ended, and a program that puts out one element at a time carries the
   * state itself.
   *
   * @param x {@code [batch, length, …]}
   * @param start the parts of the state before the first step
   * @param mask BOOL {@code [batch, length]}, which steps count; empty if all do
   * @throws dev.adjoint.graph.ShapeException if the shapes do not fit
   */
  default Steps run(Expr x, List<? extends Expr> start, Optional<Expr> mask) {
    return Recurrence.run(this, x, ImmutableList.copyOf(start), mask);
  }

  @Override
  default Expr apply(Expr x, ForwardContext context) {
    return Recurrence.apply(this, x, context);
  }
}
