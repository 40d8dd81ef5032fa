// SPDX-License-Identifier: Apache-2.0
package app;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.Arrays;

/**
 * Fits a network with an op and a layer of its own to a parabola, and prints the bits that come
 * out.
 */
final class Main {
  private Main() {}

  /** A layer of its own, whose parameter the library finds in the record. */
  private record Scaled(Parameter scale) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return Expr.apply(new Swish(), x.mul(scale));
    }
  }

  static Tensor trained() {
    Tensor x = Tensor.linspace(DType.F32, -1, 1, 64).reshape(64, 1);
    Tensor y = Expr.constant(x).square().eval();
    Layer swish = new Scaled(Parameter.of("scale", Tensor.scalar(1f)));
    var network = Sequential.of(Dense.of(1, 37, Seed.of(1)), swish, Dense.of(37, 1, Seed.of(2)));
    Model model = Model.compile(network, Loss.meanSquaredError(), Adam.of(0.05));
    model.fit(new Dataset(x, y), FitOptions.epochs(100));
    return model.predict(x);
  }

  public static void main(String... args) {
    System.out.println(VectorSupport.bits() == VectorSupport.SCALAR ? "no vectors" : "vectors");
    System.out.println("bits " + Arrays.hashCode(trained().toFloatArray()));
  }
}
