// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

/**
 * The order in which a long sum of products is added up, so that its error grows with the length of
 * a block and the logarithm of their number. A block of at most {@value #BLOCK} terms is one chain
 * of fused multiply-adds from {@code +0}. The sums of {@value #FAN} blocks that follow one another
 * are added in order and make a group; the sums of as many groups are added in order, and so on
 * until one is left. What is left over at the end of a level makes a shorter sum.
 *
 * <p>Groups are made one after the other. The sum of the first child of a node is also the sum of
 * the node so far, so it needs no place of its own. Hence there is one place for each level below
 * the top, where a child that is not the first is made, and the result itself for the top.
 */
public final class SumTree {
  /** The terms of a block at most. */
  public static final int BLOCK = 128;

  /** How many sums of one level make one of the next. */
  static final int FAN = 8;

  /** The terms of a group at most. */
  public static final int GROUP = FAN * BLOCK;

  private static final int FAN_BITS = 3;

  private int groups;
  private int levels;

  private SumTree(int groups) {
    set(groups);
  }

  /** Returns the tree over blocks of {@value #BLOCK} of {@code k} terms. */
  public static SumTree ofTerms(int k) {
    return new SumTree(Math.max(1, Math.ceilDiv(k, GROUP)));
  }

  /** Returns the tree over a number of blocks. */
  static SumTree ofBlocks(int blocks) {
    return new SumTree(groups(blocks));
  }

  private static int groups(int blocks) {
    return Math.max(1, Math.ceilDiv(blocks, FAN));
  }

  /** Makes this the tree over another number of blocks. */
  void setBlocks(int blocks) {
    set(groups(blocks));
  }

  private void set(int groups) {
    this.groups = groups;
    levels = 0;
    for (long size = 1; size < groups; size *= FAN) {
      levels++;
    }
  }

  /** Returns the number of groups, at least 1. */
  public int groups() {
    return groups;
  }

  /** Returns the number of levels above groups, which is that of the places beside the result. */
  public int levels() {
    return levels;
  }

  /**
   * Returns the place of the sum that a group belongs to on a level, 0 being that of groups: the
   * number of a place, or {@link #levels} for the result.
   */
  public int place(int level, int group) {
    int place = level;
    while (place < levels && (group >> FAN_BITS * place) % FAN == 0) {
      place++;
    }
    return place;
  }

  /** Returns of how many levels, from 0 on, the sums are to be added to those above. */
  int complete(int group) {
    if (group == groups - 1) {
      return levels;
    }
    int complete = 1;
    while (complete < levels && (group >> FAN_BITS * (complete - 1)) % FAN == FAN - 1) {
      complete++;
    }
    return complete;
  }

  /**
   * Adds the sums that end with a group to those that they belong to.
   *
   * @param places the array of the places, the first of which begins at {@code at}
   * @param size the distance between places
   * @param row the distance between the rows of a sum in its place
   * @param c the array of the result, which begins at {@code cAt}
   * @param cRow the distance between its rows
   */
  public void addUp(
      ElementLoops loops,
      int group,
      Object places,
      int at,
      int size,
      int row,
      Object c,
      int cAt,
      int cRow,
      int rows,
      int columns) {
    int complete = complete(group);
    for (int level = 0; level < complete; level++) {
      int from = place(level, group);
      int to = place(level + 1, group);
      if (from == to) {
        continue;
      }
      int x = at + from * size;
      if (to == levels) {
        loops.add(places, x, row, c, cAt, cRow, rows, columns);
      } else {
        loops.add(places, x, row, places, at + to * size, row, rows, columns);
      }
    }
  }

  /**
   * Adds up sums of groups that are all there: neighbours in order, level by level, until the sum
   * of all is in the first place.
   *
   * @param sums the array of the sums, one after the other
   * @param size the elements of each
   */
  static void addNeighbours(ElementLoops loops, Object sums, int groups, int size) {
    for (int count = groups; count > 1; count = Math.ceilDiv(count, FAN)) {
      for (int i = 1; i < count; i++) {
        int from = i * size;
        int to = i / FAN * size;
        if (i % FAN > 0) {
          loops.add(sums, from, size, sums, to, size, 1, size);
        } else {
          loops.copy(sums, from, size, sums, to, size, 1, size);
        }
      }
    }
  }
}
