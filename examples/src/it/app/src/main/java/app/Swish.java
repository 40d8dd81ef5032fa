// SPDX-License-Identifier: Apache-2.0
package app;

import dev.adjoint.graph.Scalar;
import dev.adjoint.ops.Elementwise;
import java.util.List;

/** {@code y = x·(1 + tanh(x/2))/2}. */
record Swish() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar v = x.getFirst();
    return v.mul(v.mul(0.5).tanh().add(1)).mul(0.5);
  }
}
