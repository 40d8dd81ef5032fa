// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.exec.machine.VectorSupport;
import java.util.function.Supplier;

/** Runs something on vectors of a given width. */
final class Width {
  private Width() {}

  /** Returns what is made while the system property says so. */
  static <T> T of(String width, Supplier<T> made) {
    String before = System.getProperty(VectorSupport.WIDTH_PROPERTY, "auto");
    System.setProperty(VectorSupport.WIDTH_PROPERTY, width);
    try {
      return made.get();
    } finally {
      System.setProperty(VectorSupport.WIDTH_PROPERTY, before);
    }
  }
}
