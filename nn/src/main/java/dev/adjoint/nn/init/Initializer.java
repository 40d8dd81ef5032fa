// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import com.google.common.base.Preconditions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.List;
import java.util.Map;

/** Draws the first values of a parameter. The same seed gives the same values on every machine. */
@FunctionalInterface
public interface Initializer {
  /**
   * Returns first values.
   *
   * @param type dtype and shape of the values
   * @param fanIn how many inputs an output is computed from
   * @param fanOut how many outputs an input enters
   * @param seed decides the values
   */
  Tensor draw(TensorType type, int fanIn, int fanOut, Seed seed);

  /**
   * Returns normal values of variance {@code 2/fanIn}, which keep the variance of activations
   * through layers with ReLU (He et al. 2015, <i>Delving Deep into Rectifiers</i>, equation 10).
   */
  static Initializer heNormal() {
    return (type, fanIn, _, seed) -> normal(Math.sqrt(2.0 / fanIn)).draw(type, 1, 1, seed);
  }

  /** Returns uniform values of variance {@code 2/fanIn}; see {@link #heNormal}. */
  static Initializer heUniform() {
    return (type, fanIn, _, seed) -> uniform(Math.sqrt(6.0 / fanIn)).draw(type, 1, 1, seed);
  }

  /**
   * Returns normal values of variance {@code 2/(fanIn + fanOut)}, a compromise between keeping the
   * variance of activations and that of gradients (Glorot and Bengio 2010, <i>Understanding the
   * Difficulty of Training Deep Feedforward Neural Networks</i>, equation 12).
   */
  static Initializer glorotNormal() {
    return (type, fanIn, fanOut, seed) ->
        normal(Math.sqrt(2.0 / (fanIn + fanOut))).draw(type, 1, 1, seed);
  }

  /**
   * Returns uniform values of variance {@code 2/(fanIn + fanOut)} (Glorot and Bengio 2010, equation
   * 16).
   */
  static Initializer glorotUniform() {
    return (type, fanIn, fanOut, seed) ->
        uniform(Math.sqrt(6.0 / (fanIn + fanOut))).draw(type, 1, 1, seed);
  }

  /**
   * Returns normal values of variance {@code 1/fanIn}, which keep the variance of activations
   * through linear and self-normalising layers (LeCun et al. 1998, <i>Efficient BackProp</i>,
   * equation 16).
   */
  static Initializer leCunNormal() {
    return (type, fanIn, _, seed) -> normal(Math.sqrt(1.0 / fanIn)).draw(type, 1, 1, seed);
  }

  /** Returns uniform values of variance {@code 1/fanIn}; see {@link #leCunNormal}. */
  static Initializer leCunUniform() {
    return (type, fanIn, _, seed) -> uniform(Math.sqrt(3.0 / fanIn)).draw(type, 1, 1, seed);
  }

  /**
   * Returns normal values of mean 0 within two standard deviations: those beyond are drawn anew.
   *
   * @param deviation the standard deviation before they are, 1.137 times that of the values
   */
  static Initializer truncatedNormal(double deviation) {
    return (type, _, _, seed) ->
        evaluate(RandomKey.of(seed.bits()).truncatedNormal(type, -2, 2).mul(deviation));
  }

  /**
   * Returns matrices whose rows, or columns if there are fewer of them, are orthonormal (Saxe,
   * McClelland and Ganguli 2014, <i>Exact Solutions to the Nonlinear Dynamics of Learning in Deep
   * Linear Neural Networks</i>). All axes but the last count as one.
   *
   * @param gain by what they are multiplied
   */
  static Initializer orthogonal(double gain) {
    return (type, _, _, seed) -> Orthogonal.draw(type, gain, seed);
  }

  /**
   * Returns the identity matrix times {@code gain}; of a matrix that is not square its diagonal.
   *
   * @throws dev.adjoint.graph.ShapeException when values of another rank than 2 are drawn
   */
  static Initializer identity(double gain) {
    return (type, _, _, _) -> {
      if (type.shape().rank() != 2) {
        throw new ShapeException(
            "identity", "draws matrices: %s; give another initializer".formatted(type));
      }
      int columns = type.shape().dim(1);
      Buffer buffer = Buffer.allocate(type.dtype(), type.shape().size());
      for (int i = 0; i < Math.min(type.shape().dim(0), columns); i++) {
        buffer.setDouble(i * columns + i, gain);
      }
      return Tensor.over(type.shape(), buffer);
    };
  }

  /**
   * Returns normal values of which a share of each column is 0 (Martens 2010, <i>Deep Learning via
   * Hessian-Free Optimization</i>): columns are the outputs of a dense layer.
   *
   * @param zeros the share of zeros, from 0 to 1, rounded up to whole numbers of a column
   * @param deviation the standard deviation of the others
   * @throws IllegalArgumentException if the share lies outside
   */
  static Initializer sparse(double zeros, double deviation) {
    Preconditions.checkArgument(
        zeros >= 0 && zeros <= 1, "sparse: the share of zeros must lie in [0, 1]: %s", zeros);
    return (type, fanIn, fanOut, seed) ->
        Sparse.thinned(normal(deviation).draw(type, fanIn, fanOut, seed), zeros, seed);
  }

  /**
   * Returns matrices whose columns, each for an output, are normal with deviation {@code
   * 0.6007/√fanIn} but for one element at a random place, which is drawn from the distribution
   * Beta(2, 1) on {@code [0, 1]}: the randomised asymmetric initialisation of Lu et al. (2019,
   * <i>Dying ReLU and Initialization: Theory and Numerical Examples</i>), under which a deep ReLU
   * network is less likely to begin dead. The paper draws the bias with the weights, as one more
   * row; see {@code Dense.asymmetric}.
   *
   * @throws dev.adjoint.graph.ShapeException when values of another rank than 2 are drawn
   */
  static Initializer asymmetric() {
    return (type, fanIn, _, seed) -> Asymmetric.draw(type, fanIn, seed);
  }

  /**
   * Returns normal values of mean 0.
   *
   * @param deviation the standard deviation
   */
  static Initializer normal(double deviation) {
    return (type, _, _, seed) -> evaluate(RandomKey.of(seed.bits()).normal(type).mul(deviation));
  }

  /** Returns values spread evenly from {@code −bound} to {@code bound}. */
  static Initializer uniform(double bound) {
    return (type, _, _, seed) -> evaluate(RandomKey.of(seed.bits()).uniform(type, -bound, bound));
  }

  /** Interprets, as compiling does not pay for a single run. */
  private static Tensor evaluate(Expr expr) {
    return Interpreter.evaluate(List.of(expr), Map.of()).getFirst();
  }

  /** Returns the same value everywhere. */
  static Initializer constant(double value) {
    return (type, _, _, _) -> Tensor.full(type.dtype(), type.shape(), value);
  }
}
