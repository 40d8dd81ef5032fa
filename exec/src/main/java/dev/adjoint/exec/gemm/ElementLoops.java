// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

/**
 * The loops over single elements, once for each element type.
 *
 * <p>Arrays are passed as objects, so that everything above works for both types; each call has
 * enough to do to make the casts free.
 */
public sealed interface ElementLoops permits FloatLoops, DoubleLoops {
  /** Returns the loops for doubles or for floats, which may use vectors of {@code bits} bits. */
  static ElementLoops of(boolean doubles, int bits) {
    return doubles ? new DoubleLoops() : new FloatLoops(bits >= 256);
  }

  /** Returns a new array of zeros. */
  Object newArray(int length);

  /** Sets {@code count} elements to {@code +0}. */
  void clear(Object array, int offset, int count);

  /** Adds {@code rows × columns} elements of one row-major block to those of another. */
  void add(
      Object from,
      int fromOffset,
      int fromStride,
      Object to,
      int toOffset,
      int toStride,
      int rows,
      int columns);

  /** Copies {@code rows × columns} elements between row-major blocks. */
  void copy(
      Object from,
      int fromOffset,
      int fromStride,
      Object to,
      int toOffset,
      int toStride,
      int rows,
      int columns);

  /**
   * Packs one panel: element {@code l} of depth step {@code p} goes from {@code offset + l · across
   * + p · along} to {@code panelOffset + p · width + l}; what is missing to the panel's width is
   * zeros.
   *
   * @param lanes how many elements each step has, at most {@code width}
   * @param depth how many steps there are
   */
  void pack(
      Object from,
      int offset,
      int across,
      int along,
      int lanes,
      int depth,
      Object panel,
      int panelOffset,
      int width);

  /**
   * Transposes: element {@code p} of line {@code l} goes from {@code offset + l · across + p} to
   * {@code target + p · width + l}.
   */
  void transpose(
      Object from, int offset, int across, int lines, int depth, Object to, int target, int width);

  /**
   * Packs one panel: element {@code l} of depth step {@code p} goes from {@code offset + l · across
   * + steps[p]} to {@code panelOffset + p · width + l}; what is missing to the panel's width is
   * zeros.
   */
  void packSteps(
      Object from,
      int offset,
      int across,
      int[] steps,
      int lanes,
      Object panel,
      int panelOffset,
      int width);
}
