// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;

/**
 * The plain recurrent network: {@code hₜ = φ(xₜ·W + hₜ₋₁·U + b)}, {@code [batch, length, in] →
 * [batch, length, units]} (Elman 1990, <i>Finding Structure in Time</i>). Its gradients vanish or
 * explode over many steps; {@link Lstm} and {@link Gru} are built against that.
 *
 * @param inputWeight {@code W}, {@code [in, units]}
 * @param stateWeight {@code U}, {@code [units, units]}
 * @param bias {@code b}, {@code [units]}
 * @param activation {@code φ}
 * @param options how the layer goes along a sequence
 */
public record SimpleRnn(
    Parameter inputWeight,
    Parameter stateWeight,
    Parameter bias,
    Activation activation,
    RecurrenceOptions options)
    implements RecurrentLayer {
  private static final String NAME = "simpleRnn";

  /**
   * Checks that the weights fit.
   *
   * @throws ShapeException if they do not
   */
  public SimpleRnn {
    GateWeights.check(NAME, 1, inputWeight, stateWeight, bias);
  }

  /**
   * Returns an F32 layer with {@code tanh}, Glorot-uniform weights of the input, orthogonal weights
   * of the state and a bias of zeros.
   *
   * @param in the number of features that come in
   * @param units the number of features of the state
   * @param seed decides the weights
   */
  public static SimpleRnn of(int in, int units, Seed seed) {
    return of(in, units, Activation.tanh(), DType.F32, seed);
  }

  /**
   * Returns a layer of an activation, with first values as {@link #of(int, int, Seed)} has them.
   *
   * @throws IllegalArgumentException if a number of features is not positive
   */
  public static SimpleRnn of(int in, int units, Activation activation, DType dtype, Seed seed) {
    GateWeights.checkSizes(NAME, in, units);
    return new SimpleRnn(
        GateWeights.ofInput(in, units, 1, dtype, seed),
        GateWeights.ofState(units, 1, dtype, seed),
        GateWeights.bias("bias", units, 1, dtype),
        activation,
        RecurrenceOptions.DEFAULT);
  }

  @Override
  public SimpleRnn with(RecurrenceOptions newOptions) {
    return new SimpleRnn(inputWeight, stateWeight, bias, activation, newOptions);
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
    return GateWeights.states(projected, 1, 1);
  }

  @Override
  public ImmutableList<Expr> step(Expr projected, List<Expr> states) {
    Expr sum = projected.add(states.getFirst().matmul(stateWeight));
    return ImmutableList.of(activation.apply(sum));
  }
}
