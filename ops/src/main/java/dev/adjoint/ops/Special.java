// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.ops.op.elementwise.Erf;

/** Special functions of mathematics, element by element. */
public final class Special {
  private Special() {}

  /** Returns the error function {@code 2/√π·∫₀ˣ e^(−t²) dt}, element by element. */
  public static Expr erf(Expr x) {
    return Expr.apply(new Erf(), x);
  }
}
