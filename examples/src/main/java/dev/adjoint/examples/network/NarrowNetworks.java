// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.network;

import dev.adjoint.nn.Seed;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Many narrow networks from one number to one, computed at once.
 *
 * @param parameters of each layer the weights {@code [nets, in, out]} and biases {@code [nets, 1,
 *     out]}
 * @param activation what stands between layers
 */
public record NarrowNetworks(List<Parameter> parameters, UnaryOperator<Expr> activation) {
  /**
   * Returns networks.
   *
   * @param nets how many there are
   * @param depth the number of hidden layers of each
   * @param layer makes a layer of so many inputs and outputs
   */
  public static NarrowNetworks of(
      int nets, int depth, int width, UnaryOperator<Expr> activation, Maker layer, Seed seed) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i <= depth; i++) {
      int in = i == 0 ? 1 : width;
      int out = i == depth ? 1 : width;
      List<Expr> weights = new ArrayList<>();
      List<Expr> biases = new ArrayList<>();
      for (int net = 0; net < nets; net++) {
        Dense dense = layer.make(in, out, seed.fold(i).fold(net));
        weights.add(Expr.constant(dense.weight().value()));
        biases.add(Expr.constant(dense.bias().value().reshape(1, out)));
      }
      parameters.add(Parameter.of("weight" + i, Expr.stack(0, weights).eval()));
      parameters.add(Parameter.of("bias" + i, Expr.stack(0, biases).eval()));
    }
    return new NarrowNetworks(parameters, activation);
  }

  /** Makes a layer. */
  @FunctionalInterface
  public interface Maker {
    /** Returns a layer. */
    Dense make(int in, int out, Seed seed);
  }

  /**
   * Returns what comes out of each layer, after its activation; the last one has none.
   *
   * @param x {@code [nets, points, 1]}
   */
  public List<Expr> layers(Expr x) {
    List<Expr> outputs = new ArrayList<>();
    Expr y = x;
    for (int i = 0; i < parameters.size(); i += 2) {
      y = y.matmul(parameters.get(i)).add(parameters.get(i + 1));
      y = i + 2 < parameters.size() ? activation.apply(y) : y;
      outputs.add(y);
    }
    return outputs;
  }

  /**
   * Returns for each network whether an output is nearly the same for all points, {@code [nets]}.
   */
  public static Expr isConstant(Expr y, double difference) {
    return y.max(1).sub(y.min(1)).max(1).lessEqual(difference);
  }
}
