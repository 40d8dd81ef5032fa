// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.block.LoopMemory;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.StridedLoops;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.ir.LoopFusion;

/**
 * Finds the elements of a fused loop's inputs, row by row. On a row every input either stays the
 * same or moves along element by element; inputs that do neither are copied together first. From
 * row to row it moves by an even step, as far as the next outer axis goes.
 *
 * <p>A loop without reductions chooses its rows: everything, if no input stands in the way; the
 * innermost axis, if it is long enough; else everything again, and an input that repeats along
 * short rows is copied often enough for many rows at once.
 */
final class LoopReader {
  /**
   * Rows of at least this many elements are worth a loop each, whatever remainder vectors leave.
   */
  private static final int LONG_ROW = 128;

  /** Rows of a multiple of this many elements leave no remainder. */
  private static final int EVEN_ROW = 16;

  /** How an input is read on a row. */
  private enum Mode {
    /** In place, moving along. */
    MOVING,
    /** In place, one element for a row. */
    UNIFORM,
    /** From a copy. */
    COPIED,
    /** From a copy that is the same for all parts of a row. */
    COPIED_ONCE
  }

  /** The number of elements in a row. */
  final int row;

  /** How many elements of a row are read at once at most. */
  final int most;

  private final LoopFusion loop;
  private final Mode[] modes;

  /** The first axis that lies within a row. */
  private final int inner;

  /** How many rows lie evenly apart. */
  private final int span;

  private final boolean copies;

  private LoopReader(LoopFusion loop, int row, boolean choosing) {
    this.loop = loop;
    this.row = row;
    int axis = loop.dims().length();
    for (int size = 1; size < row; size *= loop.dims().get(axis)) {
      axis--;
    }
    this.inner = axis;
    this.span = inner == 0 ? 1 : loop.dims().get(inner - 1);
    this.modes = new Mode[loop.reads().size()];
    boolean anyCopy = false;
    for (int i = 0; i < modes.length; i++) {
      modes[i] = mode(loop.reads().get(i).strides());
      anyCopy |= modes[i] == Mode.COPIED;
    }
    this.copies = anyCopy;
    int last = loop.dims().isEmpty() ? 1 : loop.dims().get(loop.dims().length() - 1);
    boolean shortRows = choosing && inner == 0 && anyCopy && last <= Scratch.COPY;
    this.most = shortRows ? Scratch.COPY / last * last : anyCopy ? Scratch.COPY : Integer.MAX_VALUE;
    for (int i = 0; i < modes.length; i++) {
      if (shortRows && modes[i] == Mode.COPIED && repeats(loop.reads().get(i).strides())) {
        modes[i] = Mode.COPIED_ONCE;
      }
    }
  }

  /** Returns a reader that chooses rows. */
  static LoopReader of(LoopFusion loop) {
    LoopReader whole = new LoopReader(loop, loop.size(), true);
    if (!whole.copies) {
      return whole;
    }
    int last = loop.dims().get(loop.dims().length() - 1);
    boolean byRows = last >= LONG_ROW || last % EVEN_ROW == 0;
    return byRows ? new LoopReader(loop, last, true) : whole;
  }

  /** Returns a reader for rows of the given extent, which some innermost axes have together. */
  static LoopReader of(LoopFusion loop, int row) {
    return new LoopReader(loop, row, false);
  }

  private Mode mode(ImmutableIntArray strides) {
    boolean uniform = true;
    boolean moving = true;
    int stride = 1;
    for (int i = strides.length() - 1; i >= inner; i--) {
      uniform &= strides.get(i) == 0;
      moving &= strides.get(i) == stride;
      stride *= loop.dims().get(i);
    }
    return uniform ? Mode.UNIFORM : moving ? Mode.MOVING : Mode.COPIED;
  }

  /** Returns whether an input is the same along the innermost axis, wherever that is. */
  private static boolean repeats(ImmutableIntArray strides) {
    return strides.subArray(0, strides.length() - 1).asList().stream().allMatch(s -> s == 0);
  }

  /** Returns for each input whether it is one element for a row. */
  ImmutableList<Boolean> uniform() {
    ImmutableList.Builder<Boolean> uniform = ImmutableList.builder();
    for (Mode mode : modes) {
      uniform.add(mode == Mode.UNIFORM);
    }
    return uniform.build();
  }

  /** Returns whether inputs are copied, as they neither stay the same nor move along on a row. */
  boolean copies() {
    return copies;
  }

  /** Returns how many rows of {@code n} elements, up to a limit, can be read at once from a row. */
  int rowsAt(int first, int limit, int n) {
    int even = Math.min(limit, span - first % span);
    return copies ? Math.min(even, Math.max(1, Scratch.COPY / n)) : even;
  }

  /**
   * Finds elements {@code [column, column + n)} of some rows.
   *
   * @param first the number of the first row
   * @param isFirst whether nothing was read before by the same piece of work
   */
  void locate(
      LoopMemory from, int first, int rows, int column, int n, boolean isFirst, Scratch scratch) {
    LoopOperands to = scratch.loop;
    for (int i = 0; i < modes.length; i++) {
      if (modes[i] == Mode.MOVING || modes[i] == Mode.UNIFORM) {
        int skipped = modes[i] == Mode.MOVING ? column : 0;
        to.in[i] = from.in[i];
        to.inAt[i] = from.inAt[i] + rowStart(i, first) + skipped;
        to.inStep[i] = inner == 0 ? 0 : loop.reads().get(i).strides().get(inner - 1);
      } else {
        Object copy = scratch.copy(loop.body().inputs().get(i), i);
        to.in[i] = copy;
        to.inAt[i] = 0;
        to.inStep[i] = n;
        if (isFirst || modes[i] == Mode.COPIED) {
          for (int r = 0; r < rows; r++) {
            copy(i, from, (first + r) * row + column, copy, r * n, n);
          }
        }
      }
    }
  }

  /** Returns the element of an input that belongs to the first one of a row. */
  private int rowStart(int input, int number) {
    LoopFusion.Access read = loop.reads().get(input);
    int index = read.offset();
    int rest = number;
    for (int i = inner - 1; i > 0; i--) {
      index += rest % loop.dims().get(i) * read.strides().get(i);
      rest /= loop.dims().get(i);
    }
    return inner == 0 ? index : index + rest * read.strides().get(0);
  }

  /** Returns the element of an input that belongs to an element of the loop. */
  private int index(int input, int element) {
    ImmutableIntArray strides = loop.reads().get(input).strides();
    int index = loop.reads().get(input).offset();
    int rest = element;
    for (int i = strides.length() - 1; i > 0; i--) {
      index += rest % loop.dims().get(i) * strides.get(i);
      rest /= loop.dims().get(i);
    }
    return strides.isEmpty() ? index : index + rest * strides.get(0);
  }

  /** Copies elements along the innermost axis cyclically, beginning anywhere on it. */
  private void copy(int input, LoopMemory memory, int start, Object to, int at, int n) {
    Object x = memory.in[input];
    ImmutableIntArray strides = loop.reads().get(input).strides();
    int stride = strides.get(strides.length() - 1);
    int extent = loop.dims().get(strides.length() - 1);
    for (int done = 0; done < n; ) {
      int m = Math.min(n - done, extent - (start + done) % extent);
      int from = memory.inAt[input] + index(input, start + done);
      if (stride == 1) {
        System.arraycopy(x, from, to, at + done, m);
      } else {
        StridedLoops.copy(loop.body().inputs().get(input), x, from, stride, to, at + done, m);
      }
      done += m;
    }
  }
}
