package dev.adjoint.graph;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the line of the user's code that builds a node. */
final class Origin {
  private static final boolean TRACE = Boolean.getBoolean("adjoint.trace");

  /** The packages whose frames are the framework's own, not the user's. */
  private static final Set<String> OWN =
      Set.of(
          "dev.adjoint.graph",
          "dev.adjoint.exec",
          "dev.adjoint.ops",
          "dev.adjoint.ops.op",
          "dev.adjoint.autodiff",
          "dev.adjoint.nn");

  private Origin() {}

  /** Returns the first frame outside the framework, or null when tracing is off. */
  static @Nullable StackTraceElement find() {
    return TRACE ? walk() : null;
  }

  private static @Nullable StackTraceElement walk() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(f -> !OWN.contains(packageOf(f.getClassName())))
                .filter(f -> !f.getClassName().startsWith("java."))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElse(null));
  }

  private static String packageOf(String className) {
    return className.substring(0, Math.max(0, className.lastIndexOf('.')));
  }
}
