package dev.adjoint.exec.loop;

import static java.util.Objects.requireNonNull;

import dev.adjoint.graph.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a reduction of a fused loop folds to. If one block, one strip or one row makes an element
 * of the output, it folds there; otherwise each folds to a place of its own, and {@link #end} folds
 * these in order.
 */
final class FoldTarget {
  final FoldCode code;
  private final LoopGrid grid;
  private final int output;

  /** Where output elements are before they are finished, if their dtype then is another. */
  private final @Nullable Buffer unfinished;

  /** The results of all parts, if output elements have several. */
  private final @Nullable Object partials;

  FoldTarget(FoldCode code, LoopGrid grid, int output) {
    this.code = code;
    this.grid = grid;
    this.output = output;
    ReductionCode alone = code.alone;
    this.unfinished =
        alone.finished == alone.dtype ? null : Buffer.allocate(alone.dtype, alone.outputs);
    int parts = code.alongRows ? grid.strips() * alone.geometry.folded().size() : grid.blocks();
    this.partials = parts == 1 ? null : alone.dtype.newArray(parts * alone.outputs);
  }

  /** Returns the array that items fold to. */
  Object array(LoopMemory memory) {
    return partials == null ? target(memory) : partials;
  }

  /** Returns where in the array a row is folded to, or the first column of a strip. */
  int at(int group, int block, int row, int strip, LoopMemory memory) {
    int start = partials == null ? origin(memory) : 0;
    return code.alongRows
        ? start + (group * grid.rows() + row) * step() + strip
        : start + (group * grid.blocks() + block) * grid.row() + strip * grid.strip();
  }

  /** Returns how much further the next row is folded to. */
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

  /** Folds and finishes what several items have made. */
  void end(LoopMemory memory, Scratch scratch) {
    if (partials == null) {
      return;
    }
    if (code.alongRows) {
      foldRows(partials, memory, scratch);
    } else {
      int size = grid.row();
      for (int g = 0; g < grid.groups(); g++) {
        int at = g * grid.blocks() * size;
        foldParts(partials, at, size, grid.blocks(), g * size, size, memory, scratch);
      }
    }
    finish(0, code.alone.outputs, memory, scratch);
  }

  private void foldRows(Object from, LoopMemory memory, Scratch scratch) {
    ReductionGeometry geometry = code.alone.geometry;
    ReductionGeometry.Axes kept = geometry.kept();
    int folded = geometry.folded().size();
    int strips = grid.strips();
    int row = geometry.run();
    // The output elements that neighbouring rows make.
    int width = strips == 1 ? geometry.keptNeighbours() : 1;
    for (int k = 0; k < kept.size(); k += width) {
      for (int f = 0; f < folded; f++) {
        int at = (kept.offset(k) + geometry.folded().offset(f)) / row * strips;
        if (f == 0) {
          foldParts(from, at, 1, strips, k, width, memory, scratch);
        } else {
          int to = origin(memory) + k;
          code.into(target(memory), to, from, at, 1, strips, width, scratch);
        }
      }
    }
  }

  /** Folds parts, {@code step} apart, into {@code n} output elements, which it overwrites. */
  private void foldParts(
      Object from, int at, int step, int parts, int to, int n, LoopMemory memory, Scratch scratch) {
    Object y = target(memory);
    int yi = origin(memory) + to;
    System.arraycopy(from, at, y, yi, n);
    code.into(y, yi, from, at + step, step, parts - 1, n, scratch);
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
