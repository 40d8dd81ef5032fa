// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import java.io.IOException;

/**
 * Thrown where a file does not hold the data it should. The message names the file, the place in
 * it, what was expected there and what was found.
 */
public final class DataFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param file the name of the file
   * @param problem where in the file what was expected, and what was found
   */
  public DataFileException(String file, String problem) {
    super(file + ": " + problem);
  }
}
