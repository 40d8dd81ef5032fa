// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * The gated recurrent unit (Cho et al. 2014, <i>Learning Phrase Representations using RNN
 * Encoder–Decoder for Statistical Machine Translation</i>): {@code [batch, length, in] → [batch,
 * length, units]},
 *
 * <pre>{@code
 * r = σ(xₜ·Wr + hₜ₋₁·Ur + br + cr)
 * z = σ(xₜ·Wz + hₜ₋₁·Uz + bz + cz)
 * n = tanh(xₜ·Wn + bn + r∘(hₜ₋₁·Un + cn))     reset after the product
 * n = tanh(xₜ·Wn + bn + (r∘hₜ₋₁)·Un)          reset before it, as the paper has it; no c
 * hₜ = (1 − z)∘n + z∘hₜ₋₁
 * }</pre>
 *
 * Gates stand side by side in the order reset, update, new, as in PyTorch; Keras has update, reset,
 * new. Reset after the product is what PyTorch and, unless told otherwise, Keras compute: all three
 * products with the state are one.
 *
 * @param inputWeight {@code W}, {@code [in, 3·units]}
 * @param stateWeight {@code U}, {@code [units, 3·units]}
 * @param bias {@code b}, {@code [3·units]}
 * @param stateBias {@code c}, {@code [3·units]}, where the reset comes after the product; empty
 *     where it comes before
 * @param options how the layer goes along a sequence
 */
public record Gru(
    Parameter inputWeight,
    Parameter stateWeight,
    Parameter bias,
    Optional<Parameter> stateBias,
    RecurrenceOptions options)
    implements RecurrentLayer {
  private static final String NAME = "gru";
  private static final int GATES = 3;

  /**
   * Checks that the weights fit.
   *
   * @throws ShapeException if they do not
   */
  public Gru {
    GateWeights.check(NAME, GATES, inputWeight, stateWeight, bias);
    if (stateBias.isPresent() && !stateBias.get().type().equals(bias.type())) {
      throw new ShapeException(
          NAME,
          "needs a bias of the state of the type of that of the input: %s, %s"
              .formatted(bias.type(), stateBias.get().type()));
    }
  }

  /**
   * Returns an F32 layer that resets after the product, with Glorot-uniform weights of the input,
   * orthogonal weights of the state and biases of zeros.
   *
   * @param in the number of features that come in
   * @param units the number of features of the state
   * @param seed decides the weights
   */
  public static Gru of(int in, int units, Seed seed) {
    return of(in, units, true, DType.F32, seed);
  }

  /**
   * Returns a layer with first values as {@link #of(int, int, Seed)} has them.
   *
   * @param resetAfter whether the state is reset after the product with its weight, or before
   * @throws IllegalArgumentException if a number of features is not positive
   */
  public static Gru of(int in, int units, boolean resetAfter, DType dtype, Seed seed) {
    GateWeights.checkSizes(NAME, in, units);
    return new Gru(
        GateWeights.ofInput(in, units, GATES, dtype, seed),
        GateWeights.ofState(units, GATES, dtype, seed),
        GateWeights.bias("bias", units, GATES, dtype),
        resetAfter
            ? Optional.of(GateWeights.bias("stateBias", units, GATES, dtype))
            : Optional.empty(),
        RecurrenceOptions.DEFAULT);
  }

  @Override
  public Gru with(RecurrenceOptions newOptions) {
    return new Gru(inputWeight, stateWeight, bias, stateBias, newOptions);
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
    return GateWeights.states(projected, GATES, 1);
  }

  @Override
  public ImmutableList<Expr> step(Expr projected, List<Expr> states) {
    Expr state = states.getFirst();
    List<Expr> ofInput = GateWeights.split(projected, GATES);
    return ImmutableList.of(
        stateBias.isPresent()
            ? resetAfter(ofInput, state, stateBias.get())
            : resetBefore(ofInput, state));
  }

  private Expr resetAfter(List<Expr> ofInput, Expr state, Expr added) {
    List<Expr> ofState = GateWeights.split(state.matmul(stateWeight).add(added), GATES);
    Expr reset = ofInput.get(0).add(ofState.get(0)).sigmoid();
    Expr update = ofInput.get(1).add(ofState.get(1)).sigmoid();
    return mixed(ofInput.get(2).add(reset.mul(ofState.get(2))).tanh(), update, state);
  }

  private Expr resetBefore(List<Expr> ofInput, Expr state) {
    int units = stateWeight.shape().dim(0);
    List<Expr> weights = stateWeight.split(1, 2 * units, units);
    List<Expr> ofState = GateWeights.split(state.matmul(weights.get(0)), 2);
    Expr reset = ofInput.get(0).add(ofState.get(0)).sigmoid();
    Expr update = ofInput.get(1).add(ofState.get(1)).sigmoid();
    Expr candidate = ofInput.get(2).add(reset.mul(state).matmul(weights.get(1))).tanh();
    return mixed(candidate, update, state);
  }

  private static Expr mixed(Expr candidate, Expr update, Expr state) {
    return candidate.add(update.mul(state.sub(candidate)));
  }
}
