// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;
import java.util.List;

/**
 * {@link Lstm} over images, with convolutions where that has products: {@code [batch, length,
 * channels, height, width] → [batch, length, units, height', width']} (Shi et al. 2015,
 * <i>Convolutional LSTM Network: A Machine Learning Approach for Precipitation Nowcasting</i>,
 * without the peepholes of its cells, as Keras has it),
 *
 * <pre>{@code
 * (i, f, g, o) = conv(xₜ, W) + conv(hₜ₋₁, U) + b
 * cₜ = σ(f)∘cₜ₋₁ + σ(i)∘tanh(g)
 * hₜ = σ(o)∘tanh(cₜ)
 * }</pre>
 *
 * The convolution of the state keeps its height and width: it is padded with zeros, of which a
 * filter of even size has the one more after the image.
 *
 * @param inputFilter {@code W}, {@code [4·units, channels, height, width]}
 * @param stateFilter {@code U}, {@code [4·units, units, height, width]}
 * @param bias {@code b}, {@code [4·units]}
 * @param windowOptions strides, padding and dilations over the input
 * @param options how the layer goes along a sequence
 */
public record ConvLstm2d(
    Parameter inputFilter,
    Parameter stateFilter,
    Parameter bias,
    WindowOptions windowOptions,
    RecurrenceOptions options)
    implements RecurrentLayer {
  private static final String NAME = "convLstm2d";
  private static final int GATES = 4;

  /**
   * Checks that the weights fit.
   *
   * @throws ShapeException if they do not
   */
  public ConvLstm2d {
    Shape input = inputFilter.shape();
    Shape state = stateFilter.shape();
    boolean fit =
        input.rank() == 4
            && state.rank() == 4
            && state.dim(0) == GATES * state.dim(1)
            && input.dim(0) == state.dim(0)
            && bias.shape().equals(state.slice(0, 1));
    if (!fit) {
      throw new ShapeException(
          NAME,
          ("needs filters [4·units, channels, height, width] and [4·units, units, height, width]"
                  + " and a bias [4·units]: %s, %s, %s")
              .formatted(input, state, bias.shape()));
    }
  }

  /**
   * Returns an F32 layer of square filters that keep the size of the images, with Glorot-uniform
   * filters of the input, orthogonal filters of the state, and a bias of 1 for the forget gate and
   * 0 for the others.
   *
   * @param channels the number of channels that come in
   * @param units the number of channels of the state
   * @param size height and width of the filters
   * @param seed decides the weights
   */
  public static ConvLstm2d of(int channels, int units, int size, Seed seed) {
    return of(channels, units, size, keepingSize(size, size), DType.F32, seed);
  }

  /**
   * Returns a layer whose filters slide over the input as told, with first values as {@link
   * #of(int, int, int, Seed)} has them.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public static ConvLstm2d of(
      int channels, int units, int size, WindowOptions windowOptions, DType dtype, Seed seed) {
    Preconditions.checkArgument(
        channels > 0 && units > 0 && size > 0,
        "convLstm2d: numbers of channels and units and the size must be positive: %s, %s, %s",
        channels,
        units,
        size);
    int gates = GATES * units;
    int taps = size * size;
    TensorType ofInput = TensorType.of(dtype, gates, channels, size, size);
    Tensor ofState =
        Initializer.orthogonal(1)
            .draw(TensorType.of(dtype, gates, units * taps), 1, 1, seed.fold(1))
            .reshape(gates, units, size, size);
    return new ConvLstm2d(
        Parameter.of(
            "inputFilter",
            Initializer.glorotUniform().draw(ofInput, channels * taps, gates * taps, seed.fold(0))),
        Parameter.of("stateFilter", ofState),
        Parameter.of("bias", Lstm.forgetting(units, 1, dtype)),
        windowOptions,
        RecurrenceOptions.DEFAULT);
  }

  private static WindowOptions keepingSize(int height, int width) {
    return WindowOptions.over(2)
        .padding(new int[] {(height - 1) / 2, (width - 1) / 2}, new int[] {height / 2, width / 2});
  }

  @Override
  public ConvLstm2d with(RecurrenceOptions newOptions) {
    return new ConvLstm2d(inputFilter, stateFilter, bias, windowOptions, newOptions);
  }

  @Override
  public void checkInput(Expr x) {
    int channels = inputFilter.shape().dim(1);
    if (x.shape().rank() != 5 || x.shape().dim(2) != channels) {
      throw new ShapeException(
          NAME, "takes [batch, length, %s, height, width], got %s".formatted(channels, x.shape()));
    }
  }

  @Override
  public Expr project(Expr x) {
    return Convolutions.conv(x, inputFilter, windowOptions, 1).add(bias.reshape(-1, 1, 1));
  }

  @Override
  public ImmutableList<TensorType> stateTypes(TensorType projected) {
    return GateWeights.states(projected, GATES, 2);
  }

  @Override
  public ImmutableList<Expr> step(Expr projected, List<Expr> states) {
    WindowOptions keeping = keepingSize(stateFilter.shape().dim(2), stateFilter.shape().dim(3));
    Expr ofState = Convolutions.conv(states.get(0), stateFilter, keeping, 1);
    return Lstm.next(projected.add(ofState), states.get(1));
  }
}
