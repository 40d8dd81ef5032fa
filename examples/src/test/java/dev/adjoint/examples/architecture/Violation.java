// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

/**
 * A place that breaks a rule.
 *
 * @param path the file, from the root of the project
 * @param line its line, counted from 1
 * @param rule what is wrong and what to do
 */
record Violation(String path, long line, String rule) {

  @Override
  public String toString() {
    return path + ":" + line + ": " + rule;
  }
}
