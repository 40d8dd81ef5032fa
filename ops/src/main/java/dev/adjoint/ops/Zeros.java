// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.TensorType;

/** Zeros whose handle says that they are; in arithmetic they are like other values. */
final class Zeros extends Expr {
  Zeros(TensorType type) {
    super(Expr.full(type, 0).node(), 0);
  }

  @Override
  public boolean isZero() {
    return true;
  }
}
