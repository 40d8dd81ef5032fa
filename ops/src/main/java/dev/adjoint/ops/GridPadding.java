// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

/** What {@link Images#gridSample} finds beyond the edge of an image. */
public enum GridPadding {
  /** Zeros, of which those beside the last element have a part in what lies between. */
  ZEROS,
  /** The elements at the edge. */
  BORDER,
  /**
   * The image mirrored at its edges, again and again: at the outer edges of the last elements, or
   * at their centres if corners are aligned.
   */
  REFLECTION
}
