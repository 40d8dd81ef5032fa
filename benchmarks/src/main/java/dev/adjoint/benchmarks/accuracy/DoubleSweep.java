// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.List;

/** Measures a function in F64 against {@link Wide} numbers, block by block. Serves one thread. */
final class DoubleSweep {
  private final Measured function;
  private final Errors errors = Errors.none();
  private final double[] x;
  private final double[] y;
  private final double[] dx;
  private final Runner runner;

  /**
   * Compiles the function.
   *
   * @param block how many inputs a block has
   */
  DoubleSweep(Measured function, int block) {
    this.function = function;
    x = new double[block];
    y = new double[block];
    dx = new double[block];
    Expr in = Expr.input("x", TensorType.of(DType.F64, block));
    Expr out = function.function().apply(in);
    runner =
        Program.compile(List.of(in), List.of(out, Autodiff.grad(out.sum(), in).getFirst()))
            .runner();
    runner.set(0, Tensor.wrap(Shape.of(block), x));
  }

  /** Returns what was found so far. */
  Errors errors() {
    return errors;
  }

  /** Measures a block. */
  void run(double[] points) {
    System.arraycopy(points, 0, x, 0, x.length);
    runner.run();
    runner.copyOutput(0, Buffer.wrap(DType.F64, y, 0, x.length));
    runner.copyOutput(1, Buffer.wrap(DType.F64, dx, 0, x.length));
    for (int i = 0; i < x.length; i++) {
      errors.value().add(function.error(0, x[i], y[i], 53), x[i]);
      errors.slope().add(function.error(1, x[i], dx[i], 53), x[i]);
    }
  }
}
