// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/** Describes what a rule threw, for its author. */
final class RuleFailure {
  private RuleFailure() {}

  /** Returns the message of an exception and the line that threw it. */
  static String describe(RuntimeException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    StackTraceElement[] trace = e.getStackTrace();
    for (StackTraceElement frame : trace) {
      if (frame.getMethodName().equals("vjp") && !frame.getClassName().endsWith(".Autodiff")) {
        return message + " (in vjp of " + frame.getFileName() + ":" + frame.getLineNumber() + ")";
      }
    }
    return message;
  }
}
