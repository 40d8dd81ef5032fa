// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import static java.util.Objects.requireNonNull;

import dev.adjoint.exec.block.BlockBody;
import dev.adjoint.exec.block.LoopMemory;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.ir.ReductionGeometry;
import dev.adjoint.graph.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a reduction of a fused loop reduces to. If one block, one strip or one row makes an element
 * of the output, it reduces there; otherwise each reduces to a place of its own, and {@link #end}
 * reduces these in the order that {@link ReductionCode} states.
 */
final class ReductionTarget {
  final FusedReduction code;
  private final LoopGrid grid;
  private final int output;

  /** Where output elements are before they are finished, if their dtype then is another. */
  private final @Nullable Buffer unfinished;

  /** The results of all parts, if output elements have several. */
  private final @Nullable Object partials;

  ReductionTarget(FusedReduction code, LoopGrid grid, int output) {
    this.code = code;
    this.grid = grid;
    this.output = output;
    ReductionCode alone = code.alone;
    this.unfinished =
        alone.finished == alone.dtype ? null : Buffer.allocate(alone.dtype, alone.outputs);
    int parts = code.alongRows ? grid.strips() * alone.geometry.reduced().size() : grid.blocks();
    this.partials = parts == 1 ? null : alone.dtype.newArray(parts * alone.outputs);
  }

  /** Returns the array that items reduce to. */
  Object array(LoopMemory memory) {
    return partials == null ? target(memory) : partials;
  }

  /** Returns where in the array a row is reduced to, or the first column of a strip. */
  int at(int group, int block, int row, int strip, LoopMemory memory) {
    int start = partials == null ? origin(memory) : 0;
    return code.alongRows
        ? start + (group * grid.rows() + row) * step() + strip
        : start + (group * grid.blocks() + block) * grid.row() + strip * grid.strip();
  }

  /** Returns how much further the next row is reduced to. */
  int step() {
    return code.alongRows ? grid.strips() : 0;
  }

  /** Returns the array where output elements are before they are finished. */
  private Object target(LoopMemory memory) {
    return unfinished == null ? requireNonNull(memory.out[output]) : unfinished.array();
  }

  /** Returns where in that array the first output element is. */
  private int origin(LoopMemory memory) {
    return unfinished == null ? memory.outAt[output] : unfinished.offset();
  }

  /** Finishes output elements of an item that are complete: {@code n} from {@code at} on. */
  void endItem(int at, int n, LoopMemory memory, Scratch scratch) {
    if (partials == null) {
      finish(at - origin(memory), n, memory, scratch);
    }
  }

  /** Reduces and finishes the results of several items. */
  void end(LoopMemory memory, Scratch scratch) {
    if (partials == null) {
      return;
    }
    if (code.alongRows) {
      reduceRows(partials, memory, scratch);
    } else {
      int size = grid.row();
      for (int g = 0; g < grid.groups(); g++) {
        int at = g * grid.blocks() * size;
        reduceParts(partials, at, size, grid.blocks(), g * size, size, memory, scratch);
      }
    }
    finish(0, code.alone.outputs, memory, scratch);
  }

  private void reduceRows(Object from, LoopMemory memory, Scratch scratch) {
    ReductionGeometry geometry = code.alone.geometry;
    ReductionGeometry.Axes kept = geometry.kept();
    ReductionGeometry.Axes reduced = geometry.reduced();
    int strips = grid.strips();
    // The output elements that neighbouring rows make.
    int width = strips == 1 ? geometry.keptNeighbours() : 1;
    for (int k = 0; k < kept.size(); k += width) {
      int at = kept.offset(k) / geometry.run() * strips;
      if (reduced.size() == 1) {
        reduceParts(from, at, 1, strips, k, width, memory, scratch);
      } else if (strips == 1 && reduced.dims().length() == 1) {
        int step = reduced.strides().get(0) / geometry.run();
        reduceParts(from, at, step, reduced.size(), k, width, memory, scratch);
      } else {
        reduceScattered(from, k, width, memory, scratch);
      }
    }
  }

  /** Reduces parts, {@code step} apart, into {@code n} output elements, which it overwrites. */
  private void reduceParts(
      Object from, int at, int step, int parts, int to, int n, LoopMemory memory, Scratch scratch) {
    for (int apart = 1; apart < parts; apart *= ReductionCode.FAN) {
      for (int first = 0; first + apart < parts; first += apart * ReductionCode.FAN) {
        int others = Math.min(ReductionCode.FAN - 1, (parts - 1 - first) / apart);
        int other = at + (first + apart) * step;
        code.into(from, at + first * step, from, other, apart * step, others, n, scratch);
      }
    }
    System.arraycopy(from, at, target(memory), origin(memory) + to, n);
  }

  /** Does the same to strips of rows that lie anywhere. */
  private void reduceScattered(Object from, int to, int n, LoopMemory memory, Scratch scratch) {
    int parts = code.alone.geometry.reduced().size() * grid.strips();
    for (int apart = 1; apart < parts; apart *= ReductionCode.FAN) {
      for (int part = apart; part < parts; part += apart) {
        int first = part / (apart * ReductionCode.FAN) * (apart * ReductionCode.FAN);
        if (part > first) {
          code.into(from, partAt(to, first), from, partAt(to, part), 0, 1, n, scratch);
        }
      }
    }
    System.arraycopy(from, partAt(to, 0), target(memory), origin(memory) + to, n);
  }

  private int partAt(int kept, int part) {
    ReductionGeometry geometry = code.alone.geometry;
    int strips = grid.strips();
    int start = geometry.kept().offset(kept) + geometry.reduced().offset(part / strips);
    return start / geometry.run() * strips + part % strips;
  }

  private void finish(int from, int n, LoopMemory memory, Scratch scratch) {
    BlockBody finish = code.alone.finish;
    if (unfinished == null && finish.passedThrough() == 0) {
      return;
    }
    Object x = target(memory);
    Object y = requireNonNull(memory.out[output]);
    for (int at = from; at < from + n; at += Scratch.TILE) {
      int m = Math.min(Scratch.TILE, from + n - at);
      finish.run(x, origin(memory) + at, y, memory.outAt[output] + at, m, scratch);
    }
  }
}
