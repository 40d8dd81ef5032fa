// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import java.util.Locale;

/**
 * Something that a check noticed and that keeps it from passing.
 *
 * @param kind what sort of thing
 * @param message what exactly, where, and what to do
 */
public record Finding(Kind kind, String message) {
  /** The sorts of things that a check notices. */
  public enum Kind {
    /** An entry of the gradient differs from the numerical derivative. */
    MISMATCH(true),
    /** A rule failed, or returned gradients of a wrong number or type. */
    BROKEN_RULE(true),
    /** An entry of the gradient is NaN or infinite where the function is finite. */
    NOT_FINITE(true),
    /** The gradient is not linear in the cotangent. */
    NOT_LINEAR(true),
    /** The same inputs gave other outputs the second time. */
    NOT_DETERMINISTIC(true),
    /** A function or a rule remembers what it was asked before, or writes into what it is given. */
    IMPURE(true),
    /** The gradient in F32 is further from that in F64 than rounding explains. */
    F32_DIFFERS(true),
    /** The function has a kink or a jump at the point. */
    NOT_SMOOTH(false),
    /** The function is NaN or infinite at the point, or on both sides of it. */
    UNDEFINED(false),
    /** Rounding or roughness of the function hides the derivative. */
    UNRESOLVED(false),
    /** The derivative is zero everywhere at the point, which proves little of its rule. */
    VACUOUS(false);

    private final boolean wrong;

    Kind(boolean wrong) {
      this.wrong = wrong;
    }

    /** Returns whether a rule is wrong; else the point does not allow to say. */
    public boolean isWrong() {
      return wrong;
    }

    /** Returns the kind in words, such as {@code not smooth}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Returns kind and message. */
  @Override
  public String toString() {
    return kind + ": " + message;
  }
}
