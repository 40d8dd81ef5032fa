// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, <i>Long Short-Term Memory</i>, with the
 * forget gate of Gers, Schmidhuber and Cummins 2000, <i>Learning to Forget</i>): {@code [batch,
 * length, in] → [batch, length, units]},
 *
 * <pre>{@code
 * (i, f, g, o) = xₜ·W + hₜ₋₁·U + b
 * cₜ = σ(f)∘cₜ₋₁ + σ(i)∘tanh(g)
 * hₜ = σ(o)∘tanh(cₜ)
 * }</pre>
 *
 * The state is {@code (h, c)}. Gates stand side by side in the order input, forget, cell, output,
 * as in PyTorch and Keras. PyTorch has two biases, whose sum is {@code b}.
 *
 * @param inputWeight {@code W}, {@code [in, 4·units]}
 * @param stateWeight {@code U}, {@code [units, 4·units]}
 * @param bias {@code b}, {@code [4·units]}
 * @param options how the layer goes along a sequence
 */
public record Lstm(
    Parameter inputWeight, Parameter stateWeight, Parameter bias, RecurrenceOptions options)
    implements RecurrentLayer {
  private static final String NAME = "lstm";
  private static final int GATES = 4;

  /**
   * Checks that the weights fit.
   *
   * @throws ShapeException if they do not
   */
  public Lstm {
    GateWeights.check(NAME, GATES, inputWeight, stateWeight, bias);
  }

  /**
   * Returns an F32 layer with Glorot-uniform weights of the input, orthogonal weights of the state,
   * and a bias of 1 for the forget gate and 0 for the others, as Keras has them: so the cell
   * remembers at first (Jozefowicz, Zaremba and Sutskever 2015, <i>An Empirical Exploration of
   * Recurrent Network Architectures</i>).
   *
   * @param in the number of features that come in
   * @param units the number of features of the state
   * @param seed decides the weights
   */
  public static Lstm of(int in, int units, Seed seed) {
    return of(in, units, 1, DType.F32, seed);
  }

  /**
   * Returns a layer with first weights as {@link #of(int, int, Seed)} has them.
   *
   * @param forgetBias the first bias of the forget gate; in PyTorch it is 0 in the mean
   * @throws IllegalArgumentException if a number of features is not positive
   */
  public static Lstm of(int in, int units, double forgetBias, DType dtype, Seed seed) {
    GateWeights.checkSizes(NAME, in, units);
    return new Lstm(
        GateWeights.ofInput(in, units, GATES, dtype, seed),
        GateWeights.ofState(units, GATES, dtype, seed),
        Parameter.of("bias", forgetting(units, forgetBias, dtype)),
        RecurrenceOptions.DEFAULT);
  }

  /** Returns the bias of four gates of so many units, that of the second one a given number. */
  static Tensor forgetting(int units, double forgetBias, DType dtype) {
    Buffer bias = Buffer.allocate(dtype, GATES * units);
    for (int i = units; i < 2 * units; i++) {
      bias.setDouble(i, forgetBias);
    }
    return Tensor.over(Shape.of(GATES * units), bias);
  }

  /**
   * Returns the state after a step.
   *
   * @param gates what the gates are computed from, side by side on axis 1
   * @param cell the cell before the step
   */
  static ImmutableList<Expr> next(Expr gates, Expr cell) {
    List<Expr> parts = GateWeights.split(gates, GATES);
    Expr kept = parts.get(1).sigmoid().mul(cell);
    Expr next = kept.add(parts.get(0).sigmoid().mul(parts.get(2).tanh()));
    return ImmutableList.of(parts.get(3).sigmoid().mul(next.tanh()), next);
  }

  @Override
  public Lstm with(RecurrenceOptions newOptions) {
    return new Lstm(inputWeight, stateWeight, bias, newOptions);
  }

  @Override
  public void checkInput(Expr x) {
    GateWeights.checkInput(NAME, x, inputWeight);
  }

  @Override
  public Expr project(Expr x) {
    return x.matmul(inputWeight).add(bias);
  }

  @Override
  public ImmutableList<TensorType> stateTypes(TensorType projected) {
    return GateWeights.states(projected, GATES, 2);
  }

  @Override
  public ImmutableList<Expr> step(Expr projected, List<Expr> states) {
    return next(projected.add(states.get(0).matmul(stateWeight)), states.get(1));
  }
}
