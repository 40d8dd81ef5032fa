// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Ascii;

/**
 * The names of ops after their classes. Each is made once: every node that is built asks for it.
 */
final class OpNames {
  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          String simple = type.getSimpleName();
          return simple.isEmpty()
              ? "anonymous"
              : Ascii.toLowerCase(simple.charAt(0)) + simple.substring(1);
        }
      };

  private OpNames() {}

  /** Returns the simple name of a class of ops with a small first letter. */
  static String of(Class<?> type) {
    return NAMES.get(type);
  }
}
