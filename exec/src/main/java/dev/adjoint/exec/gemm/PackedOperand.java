package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.parts;

/**
 * The block of an operand that is being worked with, copied into panels.
 *
 * <p>A panel takes {@code width} rows of A, or columns of B, and runs along the depth; its elements
 * lie in the order in which a micro-kernel reads them. One that juts out of the operand is filled
 * up with zeros.
 */
final class PackedOperand {
  /** Elements that a piece copies, so that handing it to another thread is worth the while. */
  private static final int GRAIN = 1 << 14;

  private final ElementLoops loops;
  private final int across;
  private final int along;
  private final int width;
  private final Object panels;

  private Object source;
  private int corner;
  private int length;
  private int depth;

  /**
   * Makes room for a block.
   *
   * @param across the distance between the elements of one depth step
   * @param along the distance between depth steps
   * @param width the width of a panel
   * @param length the longest block, a multiple of {@code width}
   * @param depth the deepest block
   */
  PackedOperand(ElementLoops loops, int across, int along, int width, int length, int depth) {
    this.loops = loops;
    this.across = across;
    this.along = along;
    this.width = width;
    panels = loops.newArray(length * depth);
    source = panels;
  }

  /**
   * Sets which block {@link #pack} copies: {@code length × depth} elements from {@code corner} on.
   */
  void select(Object source, int corner, int length, int depth) {
    this.source = source;
    this.corner = corner;
    this.length = length;
    this.depth = depth;
  }

  /** Forgets the operand's array. */
  void clear() {
    source = panels;
  }

  /** Returns how many pieces the copying is cut into. */
  int pieces() {
    return parts(length, linesPerPiece());
  }

  private int linesPerPiece() {
    return Math.max(1, GRAIN / (width * depth)) * width;
  }

  /** Copies one piece, some whole panels. */
  void pack(int piece) {
    int first = piece * linesPerPiece();
    int end = Math.min(length, first + linesPerPiece());
    for (int l = first; l < end; l += width) {
      int lanes = Math.min(width, length - l);
      loops.pack(source, corner + l * across, across, along, lanes, depth, panels, panel(l), width);
    }
  }

  /** Returns the array of the panels. */
  Object panels() {
    return panels;
  }

  /** Returns where the panel begins whose first row or column is {@code line} of the block. */
  int panel(int line) {
    return line * depth;
  }
}
