// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

/** Texts of files in messages. */
final class Texts {
  private static final int LONGEST = 60;

  private Texts() {}

  /** Returns a text in quotation marks, cut if it is long: a file may say anything. */
  static String shortened(String text) {
    return text.length() <= LONGEST
        ? "'" + text + "'"
        : "'" + text.substring(0, LONGEST) + "…' (" + text.length() + " characters)";
  }
}
