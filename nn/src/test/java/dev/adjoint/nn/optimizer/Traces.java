// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Parameters;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;

/** The ways that parameters take under given gradients. */
final class Traces {
  private Traces() {}

  /**
   * Returns the values of a parameter after each step.
   *
   * @param start its first value
   * @param gradients the gradient of each step
   */
  static double[][] of(Optimizer optimizer, double[] start, double[][] gradients) {
    Parameter p = Parameter.of("p", Tensor.of(start));
    Parameters parameters = Parameters.of(List.of(p));
    Expr g = Expr.input("g", TensorType.of(DType.F64, start.length));
    Program step =
        Program.compile(
            List.of(g),
            List.of(),
            optimizer.update(List.of(g), optimizer.init(parameters), parameters));
    double[][] trace = new double[gradients.length][];
    for (int t = 0; t < gradients.length; t++) {
      step.run(Tensor.of(gradients[t]));
      trace[t] = p.value().toDoubleArray();
    }
    return trace;
  }

  /** Returns the values of a parameter that begins at 1, after each step. */
  static double[] ofOne(Optimizer optimizer, double... gradients) {
    double[][] rows = new double[gradients.length][];
    for (int t = 0; t < gradients.length; t++) {
      rows[t] = new double[] {gradients[t]};
    }
    double[][] trace = of(optimizer, new double[] {1}, rows);
    double[] values = new double[trace.length];
    for (int t = 0; t < values.length; t++) {
      values[t] = trace[t][0];
    }
    return values;
  }
}
