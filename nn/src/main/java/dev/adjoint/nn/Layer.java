// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.adjoint.autodiff.ParametricFunction;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import java.util.List;
import java.util.function.Predicate;

/**
 * A piece of a network: immutable data, with the expression that it makes of its input. The layer
 * is the same in every program it becomes part of; only the values of its parameters change. So
 * models of the same layer share its parameters and states.
 *
 * <p>A layer is a record: its parameters, states and inner layers are components, which {@link
 * Parameters} finds. It has nothing to write but {@link #apply(Expr, ForwardContext)}. A layer
 * without parameters may be a lambda.
 */
@FunctionalInterface
public interface Layer extends ParametricFunction {
  /**
   * Returns the output of the layer.
   *
   * @param x {@code [batch, …]}
   * @param context whether this is for training, and where to leave updates of states
   * @throws ShapeException if the layer does not take such an input
   */
  Expr apply(Expr x, ForwardContext context);

  /** Returns the output of the layer when it is not trained. */
  @Override
  default Expr apply(Expr x) {
    return apply(x, ForwardContext.inference());
  }

  /**
   * Returns the output of the layer when it is trained; what is random in it is always the same.
   */
  @Override
  default Expr applyInTraining(Expr x) {
    return apply(x, ForwardContext.training(RandomKey.of(Expr.constant(DType.I64, 0))));
  }

  /**
   * Returns the outputs of the layer for several inputs; by default it takes one and has one. A
   * layer of several is a {@link Network}.
   *
   * @param inputs {@code [batch, …]} each
   * @throws ShapeException if the layer does not take so many, or such inputs
   */
  default ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context) {
    if (inputs.size() != 1) {
      throw new ShapeException(
          "network",
          "takes one input, got %s: %s; merge them, or make it a Network"
              .formatted(inputs.size(), inputs.stream().map(Expr::type).toList()));
    }
    return ImmutableList.of(apply(inputs.getFirst(), context));
  }

  /** Returns the outputs of the layer for several inputs when it is not trained. */
  default ImmutableList<Expr> apply(List<Expr> inputs) {
    return apply(inputs, ForwardContext.inference());
  }

  /**
   * Returns the output of the layer as a part of a {@link Functional} network. A layer that is
   * applied twice is shared: both uses train the same parameters.
   *
   * @throws ShapeException if the layer does not take such inputs, or has several outputs
   */
  default Symbol apply(Symbol first, Symbol... others) {
    ImmutableList<Symbol> outputs = applyAll(first, others);
    if (outputs.size() != 1) {
      throw new ShapeException(
          "symbol",
          "the layer has %s outputs: %s; use applyAll".formatted(outputs.size(), outputs));
    }
    return outputs.getFirst();
  }

  /**
   * Returns the outputs of the layer as parts of a {@link Functional} network.
   *
   * @throws ShapeException if the layer does not take such inputs
   */
  default ImmutableList<Symbol> applyAll(Symbol first, Symbol... others) {
    return SymbolCall.of(this, Lists.asList(first, others));
  }

  /** Returns the names of the outputs; none if they have only numbers. */
  default ImmutableList<String> outputNames() {
    return ImmutableList.of();
  }

  /**
   * Returns the parameters and states of this layer, by path.
   *
   * @throws IllegalArgumentException if a component is refused; see {@link Parameters}
   */
  default Parameters parameters() {
    return Parameters.of(this);
  }

  @Override
  default ImmutableMap<String, Parameter> trainedParameters() {
    return parameters().trained();
  }

  /** Returns name and components, such as {@code Dense(weight=f32[2, 4], bias=f32[4])}. */
  default String describe() {
    return RecordText.of(this);
  }

  /**
   * Returns this layer with some of its parameters not trained; see {@link PartlyFrozen}.
   *
   * @param paths which parameters, by their path in this layer, such as {@code path ->
   *     path.startsWith("layers.0.")}
   */
  default Layer frozen(Predicate<String> paths) {
    return new PartlyFrozen(this, paths);
  }

  /** Returns this layer as one that is used but not trained; see {@link Frozen}. */
  default Layer frozen() {
    return new Frozen(this);
  }
}
