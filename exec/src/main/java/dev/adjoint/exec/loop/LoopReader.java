package dev.adjoint.exec.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a fused loop into stretches of neighbouring elements, on which every input either stays the
 * same or moves along element by element, and finds where they are. Inputs that do neither are
 * copied together first.
 *
 * <p>If the innermost axis is long, a stretch is part of a row along it. If it is short, a stretch
 * is whole rows, and an input that is the same for all rows is copied only once.
 */
final class LoopReader {
  /** How many elements a stretch has at most: as many as fit the L1 cache a few times. */
  static final int TILE = 4096;

  private static final int LONG_ROW = 128;

  /** How an input is read on a stretch. */
  enum Mode {
    /** In place, moving along. */
    DENSE,
    /** In place, moving along a row. */
    ROW,
    /** In place, one element for a stretch. */
    UNIFORM,
    /** From a copy. */
    COPIED,
    /** From a copy that is the same for all stretches. */
    COPIED_ONCE
  }

  /** How many elements a stretch has at most. */
  final int tile;

  private final FusedLoop loop;
  private final Mode[] modes;
  private final boolean byRows;
  private final int row;

  LoopReader(FusedLoop loop) {
    this.loop = loop;
    int rank = loop.dims().length();
    int last = rank == 0 ? 1 : loop.dims().get(rank - 1);
    boolean plain = true;
    this.modes = new Mode[loop.reads().size()];
    for (int i = 0; i < modes.length; i++) {
      modes[i] =
          loop.isDense(i)
              ? Mode.DENSE
              : loop.reads().get(i).isUniform() ? Mode.UNIFORM : Mode.COPIED;
      plain &= modes[i] != Mode.COPIED;
    }
    this.byRows = !plain && last >= LONG_ROW;
    this.row = plain ? 1 : last;
    this.tile = byRows ? Math.min(TILE, row) : TILE / row * row;
    for (int i = 0; i < modes.length && !plain; i++) {
      if (modes[i] == Mode.COPIED) {
        modes[i] = byRows ? rowMode(i) : repeats(i) ? Mode.COPIED_ONCE : Mode.COPIED;
      }
    }
  }

  private Mode rowMode(int input) {
    ImmutableIntArray strides = loop.reads().get(input).strides();
    return switch (strides.get(strides.length() - 1)) {
      case 0 -> Mode.UNIFORM;
      case 1 -> Mode.ROW;
      default -> Mode.COPIED;
    };
  }

  private boolean repeats(int input) {
    ImmutableIntArray strides = loop.reads().get(input).strides();
    return strides.subArray(0, strides.length() - 1).asList().stream().allMatch(s -> s == 0);
  }

  /** Returns for each input whether it is one element for a stretch. */
  ImmutableList<Boolean> uniform() {
    ImmutableList.Builder<Boolean> uniform = ImmutableList.builder();
    for (Mode mode : modes) {
      uniform.add(mode == Mode.UNIFORM);
    }
    return uniform.build();
  }

  /** Returns whether pieces of work should begin at multiples of {@link #tile}. */
  boolean isAligned() {
    return !byRows;
  }

  /** Returns how many elements the stretch from {@code start} on has, at most {@code limit}. */
  int length(int start, int limit) {
    int most = Math.min(tile, limit);
    return byRows ? Math.min(most, row - start % row) : most;
  }

  /**
   * Finds the elements of the stretch {@code [start, start + n)}.
   *
   * @param isFirst whether it is the first of a piece of work
   */
  void locate(Buffer[] inputs, int start, int n, boolean isFirst, Scratch scratch) {
    @Nullable Object[] in = scratch.loopInputs;
    int[] at = scratch.loopInputOffsets;
    for (int i = 0; i < modes.length; i++) {
      Buffer x = inputs[i];
      switch (modes[i]) {
        case DENSE -> {
          in[i] = x.array();
          at[i] = x.offset() + start;
        }
        case ROW, UNIFORM -> {
          in[i] = x.array();
          at[i] = x.offset() + index(i, start);
        }
        case COPIED, COPIED_ONCE -> {
          in[i] = scratch.copy(x.dtype(), i);
          at[i] = 0;
          if (isFirst || modes[i] == Mode.COPIED) {
            copy(i, x, start, n, scratch);
          }
        }
      }
    }
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

  /** Copies row after row; the stretch begins anywhere in a row. */
  private void copy(int input, Buffer x, int start, int n, Scratch scratch) {
    ImmutableIntArray strides = loop.reads().get(input).strides();
    int stride = strides.get(strides.length() - 1);
    Object to = scratch.copy(x.dtype(), input);
    for (int done = 0; done < n; ) {
      int m = Math.min(n - done, row - (start + done) % row);
      int from = x.offset() + index(input, start + done);
      if (stride == 1) {
        System.arraycopy(x.array(), from, to, done, m);
      } else {
        StridedLoops.copy(x.dtype(), x.array(), from, stride, to, done, m);
      }
      done += m;
    }
  }
}
