// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import java.util.List;

/**
 * The result of a reduction of a single element. For a sum that is {@code 0 + x}, not {@code x}:
 * the two differ for −0.
 *
 * @param reduction the reduction
 */
public record SingleReduction(ReductionOp reduction) implements ElementwiseOp {
  @Override
  public Scalar body(List<Scalar> x) {
    Scalar element = x.getFirst();
    Scalar identity = reduction.identity(element.dtype());
    return reduction.finish(reduction.combine(identity, element), 1);
  }
}
