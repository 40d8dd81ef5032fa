// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.List;
import java.util.Map;

/** Tensors of random numbers, drawn once. */
final class Draws {
  private Draws() {}

  /** Returns numbers spread evenly from {@code −bound} to {@code bound}. */
  static Tensor uniform(TensorType type, double bound, Key key) {
    return value(RandomKey.of(key.bits()).uniform(type, -bound, bound));
  }

  /** Returns normal numbers of mean 0. */
  static Tensor normal(TensorType type, double deviation, Key key) {
    return value(RandomKey.of(key.bits()).normal(type).mul(deviation));
  }

  /** Interprets, as compiling does not pay for a single run. */
  private static Tensor value(Expr expr) {
    return Interpreter.evaluate(List.of(expr), Map.of()).getFirst();
  }
}
