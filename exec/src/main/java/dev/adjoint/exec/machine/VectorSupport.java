// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import java.lang.System.Logger.Level;
import jdk.incubator.vector.VectorShape;

/**
 * Tells whether kernels may use the Vector API, and how wide their vectors are.
 *
 * <p>The width is a matter of speed alone: kernels give the same bits at every width and on scalar
 * code. By default it is the one that the processor prefers; {@code
 * -Dadjoint.vector=512|256|128|off} overrides it, also with a width that the processor lacks, which
 * works but is very slow. With {@code tiered} kernels start on single elements, and go over to
 * vectors of the preferred width once the JIT compiler has made these fast. Where the module {@code
 * jdk.incubator.vector} is missing, which happens on a class path without {@code --add-modules},
 * the scalar code runs, and one log line says what to add.
 */
public final class VectorSupport {
  /** The system property that chooses the vector width. */
  public static final String WIDTH_PROPERTY = "adjoint.vector";

  /** The width in bits that stands for scalar code. */
  public static final int SCALAR = 0;

  private static final String TIERED = "tiered";
  private static final String MODULE = "jdk.incubator.vector";

  private VectorSupport() {}

  /** Returns whether the module {@code jdk.incubator.vector} is in the running JVM. */
  public static boolean isPresent() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /**
   * Returns the width in bits of the vectors that kernels use: 512, 256, 128, or {@link #SCALAR}
   * for none.
   *
   * @throws IllegalArgumentException if the system property has a value that it does not know
   */
  public static int bits() {
    var chosen = System.getProperty(WIDTH_PROPERTY, "auto");
    boolean present = isPresent();
    return switch (chosen) {
      case "off" -> SCALAR;
      case "auto", TIERED -> present ? Preferred.BITS : Missing.scalar();
      case "512", "256", "128" -> present ? Integer.parseInt(chosen) : Missing.scalar();
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s: expected auto, tiered, 512, 256, 128 or off"
                  .formatted(WIDTH_PROPERTY, chosen));
    };
  }

  /**
   * Returns whether kernels start on single elements, and go over to vectors once these are fast.
   */
  public static boolean isTiered() {
    return System.getProperty(WIDTH_PROPERTY, "auto").equals(TIERED) && bits() != SCALAR;
  }

  /** Apart, because loading it links to the Vector API. */
  private static final class Preferred {
    static final int BITS = Math.clamp(VectorShape.preferredShape().vectorBitSize(), 128, 512);
  }

  /** Apart, so that loading it logs once. */
  private static final class Missing {
    static {
      System.getLogger(VectorSupport.class.getName())
          .log(
              Level.WARNING,
              "Kernels run on scalar code, which is several times slower: the JVM was started"
                  + " without the Vector API. Add --add-modules jdk.incubator.vector");
    }

    static int scalar() {
      return SCALAR;
    }
  }
}
