// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;

/**
 * Adds up a matrix that comes in blocks, each the sum of some terms, so that its error grows with
 * the logarithm of their number: the blocks are added in the order of the tree that a long product
 * has, eight neighbours at a time, then eight of their sums, and so on.
 *
 * <p>Whoever has a block adds it to the matrix that begins at {@link #at} in {@link #array}, or
 * stores it there if it is the {@linkplain #isFirst first} of eight. An object serves one thread at
 * a time, one sum after the other.
 */
public final class BlockSums {
  /** The terms of a block at most, where it is one chain. */
  public static final int BLOCK = SumTree.BLOCK;

  private final ElementLoops loops;
  private final int size;
  private final SumTree tree;
  private final Object places;
  private Object result;
  private int resultAt;
  private int blocks;
  private int block;

  /**
   * Makes room.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param size the elements of the matrix
   * @param most how many blocks come at most
   */
  public BlockSums(DType dtype, int size, int most) {
    loops = ElementLoops.of(dtype == DType.F64, VectorSupport.SCALAR);
    this.size = size;
    tree = SumTree.ofBlocks(most);
    places = loops.newArray(tree.levels() * size);
    result = places;
  }

  /**
   * Begins a sum.
   *
   * @param result the array for it, which begins at {@code at}
   * @param blocks how many blocks come; of none the sum is {@code +0}
   */
  public void begin(Object result, int at, int blocks) {
    this.result = result;
    resultAt = at;
    tree.setBlocks(blocks);
    this.blocks = blocks;
    block = 0;
    if (blocks == 0) {
      loops.clear(result, at, size);
    }
  }

  /** Returns the array of the matrix that the next block belongs to. */
  public Object array() {
    return place() == tree.levels() ? result : places;
  }

  /** Returns where in its array that matrix begins. */
  public int at() {
    int place = place();
    return place == tree.levels() ? resultAt : place * size;
  }

  private int place() {
    return tree.place(0, block / SumTree.FAN);
  }

  /** Returns whether the next block is to be stored, rather than added. */
  public boolean isFirst() {
    return block % SumTree.FAN == 0;
  }

  /** Returns how many blocks belong to the same matrix, the next one included. */
  public int left() {
    return Math.min(SumTree.FAN - block % SumTree.FAN, blocks - block);
  }

  /** Takes note that so many blocks are added, at most those that are {@linkplain #left left}. */
  public void added(int count) {
    int group = block / SumTree.FAN;
    block += count;
    if (block % SumTree.FAN > 0 && block < blocks) {
      return;
    }
    tree.addUp(loops, group, places, 0, size, size, result, resultAt, size, 1, size);
  }

  /** Forgets the array of the result. */
  public void end() {
    result = places;
  }
}
