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
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What recurrent layers of dense gates have in common: weights of all gates side by side. */
final class GateWeights {
  private GateWeights() {}

  /**
   * Checks the weights of a layer.
   *
   * @param gates how many gates there are
   * @throws ShapeException if they do not fit
   */
  static void check(
      String layer, int gates, Parameter inputWeight, Parameter stateWeight, Parameter bias) {
    Shape input = inputWeight.shape();
    Shape state = stateWeight.shape();
    boolean fit =
        input.rank() == 2
            && state.rank() == 2
            && state.dim(1) == gates * state.dim(0)
            && input.dim(1) == state.dim(1)
            && bias.shape().equals(state.slice(1, 2));
    if (!fit) {
      String columns = gates == 1 ? "units" : gates + "·units";
      throw new ShapeException(
          layer,
          "needs an input weight [in, %s], a state weight [units, %s] and a bias [%s]: %s, %s, %s"
              .formatted(columns, columns, columns, input, state, bias.shape()));
    }
  }

  /** Checks that an input has the features of the layer: {@code [batch, length, in]}. */
  static void checkInput(String layer, Expr x, Parameter inputWeight) {
    int in = inputWeight.shape().dim(0);
    if (x.shape().rank() != 3 || x.shape().dim(2) != in) {
      throw new ShapeException(layer, "takes [batch, length, %s], got %s".formatted(in, x.shape()));
    }
  }

  /** Checks that numbers of features are positive. */
  static void checkSizes(String layer, int in, int units) {
    Preconditions.checkArgument(
        in > 0 && units > 0,
        "%s: numbers of features and units must be positive: %s, %s",
        layer,
        in,
        units);
  }

  /** Returns Glorot-uniform weights {@code [in, gates·units]} of the input. */
  static Parameter ofInput(int in, int units, int gates, DType dtype, Seed seed) {
    TensorType type = TensorType.of(dtype, in, gates * units);
    return Parameter.of(
        "inputWeight", Initializer.glorotUniform().draw(type, in, gates * units, seed.fold(0)));
  }

  /** Returns weights {@code [units, gates·units]} of the state, its rows orthonormal. */
  static Parameter ofState(int units, int gates, DType dtype, Seed seed) {
    TensorType type = TensorType.of(dtype, units, gates * units);
    return Parameter.of(
        "stateWeight", Initializer.orthogonal(1).draw(type, units, gates * units, seed.fold(1)));
  }

  /** Returns a bias of zeros. */
  static Parameter bias(String name, int units, int gates, DType dtype) {
    return Parameter.of(name, Tensor.zeros(dtype, Shape.of(gates * units)));
  }

  /** Returns the parts of {@code [batch, gates·units]} that belong to the gates. */
  static List<Expr> split(Expr gates, int number) {
    int[] units = new int[number];
    Arrays.fill(units, gates.shape().dim(1) / number);
    return gates.split(1, units);
  }

  /** Returns the types of parts of a state, each {@code [batch, units]}. */
  static ImmutableList<TensorType> states(TensorType projected, int gates, int parts) {
    Shape shape = projected.shape();
    TensorType type = projected.withShape(shape.with(1, shape.dim(1) / gates));
    return ImmutableList.copyOf(Collections.nCopies(parts, type));
  }
}
