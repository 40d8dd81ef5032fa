// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Scalar;
import java.util.List;

/**
 * {@code y = x} in another dtype.
 *
 * @param to the dtype of the output
 */
public record Convert(DType to) implements ElementwiseOp {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().cast(to);
  }
}
