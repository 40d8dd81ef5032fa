// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.parts;

/**
 * The block of an operand that is being worked with, as panels.
 *
 * <p>A panel takes {@code width} lines, which are rows of A or columns of B, and runs along the
 * depth. Either all panels are packed, that is copied so that their elements lie in the order in
 * which a micro-kernel reads them; or they are read in place, all but one that juts out of the
 * operand. Such a one is always packed, and filled up with zeros.
 */
final class Panels {
  /** Elements that a piece copies, so that handing it to another thread is worth the while. */
  private static final int GRAIN = 1 << 14;

  private final ElementLoops loops;
  private final boolean inPlace;
  private final int across;
  private final int along;
  private final int width;
  private final Object packed;

  private Object source;
  private int corner;
  private int length;
  private int depth;

  /**
   * Makes room for a block.
   *
   * @param inPlace whether whole panels are read where they are
   * @param across the distance between lines
   * @param along the distance between depth steps
   * @param width the width of a panel
   * @param copied how many lines of a block are copied at most, a multiple of {@code width}
   * @param depth the deepest block
   */
  Panels(
      ElementLoops loops,
      boolean inPlace,
      int across,
      int along,
      int width,
      int copied,
      int depth) {
    this.loops = loops;
    this.inPlace = inPlace;
    this.across = across;
    this.along = along;
    this.width = width;
    packed = loops.newArray(copied * depth);
    source = packed;
  }

  /** Chooses the block of {@code length × depth} elements from {@code corner} on. */
  void select(Object source, int corner, int length, int depth) {
    this.source = source;
    this.corner = corner;
    this.length = length;
    this.depth = depth;
  }

  /** Forgets the operand's array. */
  void clear() {
    source = packed;
  }

  /** Returns how many pieces the copying is cut into. */
  int pieces() {
    return parts(length - firstPacked(), linesPerPiece());
  }

  /** Copies one piece, some whole panels. */
  void pack(int piece) {
    int first = firstPacked() + piece * linesPerPiece();
    int end = Math.min(length, first + linesPerPiece());
    for (int line = first; line < end; line += width) {
      int lanes = Math.min(width, length - line);
      int from = corner + line * across;
      loops.pack(source, from, across, along, lanes, depth, packed, offset(line), width);
    }
  }

  private int linesPerPiece() {
    return Math.max(1, GRAIN / (width * depth)) * width;
  }

  private int firstPacked() {
    return inPlace ? length / width * width : 0;
  }

  private boolean isPacked(int line) {
    return line >= firstPacked();
  }

  /** Returns the array that holds the panel whose first line is {@code line}. */
  Object array(int line) {
    return isPacked(line) ? packed : source;
  }

  /** Returns where in its array the panel begins. */
  int offset(int line) {
    return isPacked(line) ? (line - firstPacked()) * depth : corner + line * across;
  }

  /** Returns the distance between the panel's lines. */
  int across(int line) {
    return isPacked(line) ? 1 : across;
  }

  /** Returns the distance between the panel's depth steps. */
  int along(int line) {
    return isPacked(line) ? width : along;
  }
}
