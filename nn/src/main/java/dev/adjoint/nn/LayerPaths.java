// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import dev.adjoint.graph.ShapeException;

/** Puts the path of a layer in front of the errors that it throws. */
final class LayerPaths {
  /** What a layer in a list is called, with its number behind it. */
  static final String PATH = "layers.";

  private LayerPaths() {}

  /** Returns an exception with the path of a layer in front, thrown where the first one was. */
  static ShapeException at(int layer, ShapeException e) {
    String path = PATH + layer;
    String message = e.getMessage();
    int end = message.startsWith(PATH) ? message.indexOf(": ") : -1;
    return rethrown(e, end < 0 ? path + ": " + message : path + "." + message);
  }

  /** Returns an exception with another message, thrown where the first one was. */
  static ShapeException rethrown(ShapeException e, String message) {
    int end = message.indexOf(": ");
    ShapeException other =
        new ShapeException(message.substring(0, end), message.substring(end + 2));
    other.setStackTrace(e.getStackTrace());
    return other;
  }
}
