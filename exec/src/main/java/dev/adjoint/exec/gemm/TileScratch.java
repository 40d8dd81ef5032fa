// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import java.lang.reflect.Array;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The memory that tiles of a {@link TiledProduct} copy to, for all products of this process: as
 * many parts as tiles have been computed at once. Every thread first looks where it has left a part
 * before, which is then in its caches.
 */
final class TileScratch {
  private static final TileScratch FLOATS = new TileScratch();
  private static final TileScratch DOUBLES = new TileScratch();

  /** With more threads than slots, some parts are left to the garbage collector. */
  private static final int SLOTS = 256;

  private final AtomicReferenceArray<@Nullable Part> free = new AtomicReferenceArray<>(SLOTS);

  private TileScratch() {}

  /** Returns the parts of doubles or of floats. */
  static TileScratch of(boolean doubles) {
    return doubles ? DOUBLES : FLOATS;
  }

  /**
   * Returns a part that nobody else has, with room for one tile.
   *
   * @param levels how many places for sums beside C there are
   */
  Part take(ElementLoops loops, Tiling tiling, int levels) {
    int first = preferred();
    for (int i = 0; i < SLOTS; i++) {
      int slot = (first + i) % SLOTS;
      Part part = free.getPlain(slot);
      if (part != null && free.compareAndSet(slot, part, null)) {
        part.fit(loops, tiling, levels);
        return part;
      }
    }
    var part = new Part(loops);
    part.fit(loops, tiling, levels);
    return part;
  }

  /** Gives a part back. */
  void give(Part part) {
    int first = preferred();
    for (int i = 0; i < SLOTS; i++) {
      if (free.compareAndSet((first + i) % SLOTS, null, part)) {
        return;
      }
    }
  }

  private static int preferred() {
    return (int) (Thread.currentThread().threadId() % SLOTS);
  }

  /** The memory of one tile, and what is being done to it. */
  static final class Part {
    /** The first row and column of the tile in C. */
    int top;

    int left;

    /** The size of the tile. */
    int rows;

    int columns;

    /** The first term of the block of the sum, and how many it has. */
    int first;

    int terms;

    private Object a;
    private Object b;
    private Object edge;
    private Object places;

    private Part(ElementLoops loops) {
      a = loops.newArray(0);
      b = a;
      edge = a;
      places = a;
    }

    private void fit(ElementLoops loops, Tiling tiling, int levels) {
      a = room(loops, a, tiling.step(tiling.height()) * SumTree.BLOCK);
      b = room(loops, b, tiling.step(tiling.width()) * SumTree.BLOCK);
      edge = room(loops, edge, tiling.block().size());
      places = room(loops, places, levels * tiling.size());
    }

    private static Object room(ElementLoops loops, Object array, int elements) {
      return Array.getLength(array) < elements ? loops.newArray(elements) : array;
    }

    /** Returns the array for A: a block of the depth of all lines of a tile. */
    Object a() {
      return a;
    }

    /** Returns the array for B, likewise. */
    Object b() {
      return b;
    }

    /** Returns the array for one register block. */
    Object edge() {
      return edge;
    }

    /** Returns the array for the sums of a tile that are made beside C. */
    Object places() {
      return places;
    }
  }
}
