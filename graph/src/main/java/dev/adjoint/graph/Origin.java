// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the line of the user's code that builds a node. */
final class Origin {
  private static final boolean TRACE = Boolean.getBoolean("adjoint.trace");

  private static final String ROOT = "dev.adjoint.";

  /** The packages under {@link #ROOT} whose frames are the framework's own, not the user's. */
  private static final Set<String> OWN =
      Set.of("graph", "exec", "ops", "autodiff", "gradcheck", "nn");

  private Origin() {}

  /** Returns the first frame outside the framework, or null when tracing is off. */
  static @Nullable StackTraceElement find() {
    return TRACE ? walk() : null;
  }

  /** Returns the first frame outside the framework and the JDK; null if there is none. */
  static @Nullable StackTraceElement walk() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(f -> isUser(f.getClassName()))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(null));
  }

  static boolean isUser(String className) {
    if (className.startsWith("java.") || className.startsWith("jdk.")) {
      return false;
    }
    if (!className.startsWith(ROOT)) {
      return true;
    }
    int end = className.indexOf('.', ROOT.length());
    return end < 0 || !OWN.contains(className.substring(ROOT.length(), end));
  }
}
