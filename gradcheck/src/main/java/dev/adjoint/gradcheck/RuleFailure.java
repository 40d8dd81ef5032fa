// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/** Describes what a rule threw, for its author. */
final class RuleFailure {
  private RuleFailure() {}

  /** Returns the message of an exception and the line that threw it. */
  static String describe(RuntimeException e) {
    String message = message(e);
    StackTraceElement[] trace = e.getStackTrace();
    for (StackTraceElement frame : trace) {
      if (frame.getMethodName().equals("vjp") && !frame.getClassName().endsWith(".Autodiff")) {
        return message + " (in vjp of " + frame.getFileName() + ":" + frame.getLineNumber() + ")";
      }
    }
    return message;
  }

  /** Returns the message of an exception; its type where there is none. */
  static String message(RuntimeException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
