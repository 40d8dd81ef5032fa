package dev.adjoint.ops.support;

import com.google.common.math.IntMath;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.Sliding;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Which element of a plane lies under each tap of a window at each of its places. All axes but the
 * last are taken together: places come in lines and taps in rows, and what is to know about a row
 * of taps at a line of places is where the line of elements under it begins.
 */
final class PlaneTaps {
  /** Stands for a line of padding. */
  static final int PADDING = -1;

  private final Sliding sliding;
  private final Shape from;
  private final Shape window;
  private final Shape to;
  private final int last;
  private final int rows;
  private final int lines;
  private final int[] starts;
  private final int[] first;
  private final int[] end;
  private final int[] firstTap;
  private final int[] endTap;

  PlaneTaps(Sliding sliding, Shape from, Shape window, Shape to) {
    this.sliding = sliding;
    this.from = from;
    this.window = window;
    this.to = to;
    last = to.rank() - 1;
    rows = window.slice(0, last).size();
    lines = to.slice(0, last).size();
    starts = new int[rows * lines];
    Arrays.setAll(starts, i -> start(i / lines, i % lines));
    first = new int[across()];
    end = new int[across()];
    for (int tap = 0; tap < across(); tap++) {
      int before = IntMath.divide(-shift(tap), stride(), RoundingMode.CEILING);
      int after = Math.floorDiv(from.dim(last) - 1 - shift(tap), stride()) + 1;
      first[tap] = Math.clamp(before, 0, length());
      end[tap] = Math.clamp(after, first[tap], length());
    }
    firstTap = new int[length()];
    endTap = new int[length()];
    for (int place = 0; place < length(); place++) {
      while (firstTap[place] < across() && !isInside(firstTap[place], place)) {
        firstTap[place]++;
      }
      endTap[place] = firstTap[place];
      while (endTap[place] < across() && isInside(endTap[place], place)) {
        endTap[place]++;
      }
    }
  }

  private boolean isInside(int tap, int place) {
    return first[tap] <= place && place < end[tap];
  }

  private int start(int row, int line) {
    int start = 0;
    int taps = rows;
    int places = lines;
    for (int axis = 0; axis < last; axis++) {
      taps /= window.dim(axis);
      places /= to.dim(axis);
      int tap = row / taps % window.dim(axis);
      int place = line / places % to.dim(axis);
      int at =
          place * sliding.strides().get(axis)
              - sliding.low().get(axis)
              + tap * sliding.dilations().get(axis);
      if (at < 0 || at >= from.dim(axis)) {
        return PADDING;
      }
      start = start * from.dim(axis) + at;
    }
    return start * from.dim(last);
  }

  /** Returns the extent of the plane's last axis. */
  int extent() {
    return from.dim(last);
  }

  /** Returns how many pairs of a line of elements and a place of a line there are. */
  int scratch() {
    return elements() == 0 ? 0 : elements() / extent() * length();
  }

  /** Returns the number of rows of taps. */
  int rows() {
    return rows;
  }

  /** Returns the number of taps in a row. */
  int across() {
    return window.dim(last);
  }

  /** Returns the number of lines of places. */
  int lines() {
    return lines;
  }

  /** Returns the number of places in a line. */
  int length() {
    return to.dim(last);
  }

  /** Returns the number of taps. */
  int taps() {
    return window.size();
  }

  /** Returns the number of places. */
  int places() {
    return to.size();
  }

  /** Returns the number of elements of the plane. */
  int elements() {
    return from.size();
  }

  /**
   * Returns where the elements under a row of taps begin at a line of places, or {@link #PADDING}.
   */
  int line(int row, int line) {
    return starts[row * lines + line];
  }

  /** Returns the distance of the elements under a tap at neighbouring places of a line. */
  int stride() {
    return sliding.strides().get(last);
  }

  /** Returns the distance from the line's beginning of the element under a tap at place 0. */
  int shift(int tap) {
    return tap * sliding.dilations().get(last) - sliding.low().get(last);
  }

  /** Returns the first place of a line at which there is an element under a tap. */
  int first(int tap) {
    return first[tap];
  }

  /** Returns the place of a line from which on there is padding under a tap. */
  int end(int tap) {
    return end[tap];
  }

  /** Returns the first tap of a row that is not on padding at a place of a line. */
  int firstTap(int place) {
    return firstTap[place];
  }

  /** Returns the tap of a row from which on there is padding at a place of a line. */
  int endTap(int place) {
    return endTap[place];
  }

  /**
   * Returns whether the window is a square of four neighbours that never lie on padding, and leaps
   * over its own width.
   */
  boolean isSquareOfFour() {
    return rows == 2
        && across() == 2
        && stride() == 2
        && shift(1) - shift(0) == 1
        && Arrays.stream(counts()).allMatch(count -> count == taps());
  }

  /** Returns whether no element lies under two taps, be it at one place or at two. */
  boolean areApart() {
    boolean[] seen = new boolean[elements()];
    for (int line = 0; line < lines; line++) {
      for (int row = 0; row < rows; row++) {
        int start = line(row, line);
        for (int place = 0; start != PADDING && place < length(); place++) {
          for (int tap = firstTap[place]; tap < endTap[place]; tap++) {
            int element = start + shift(tap) + place * stride();
            if (seen[element]) {
              return false;
            }
            seen[element] = true;
          }
        }
      }
    }
    return true;
  }

  /** Returns how many taps at each place are not on padding. */
  int[] counts() {
    int[] counts = new int[places()];
    for (int tap = 0; tap < taps(); tap++) {
      int across = tap % across();
      for (int line = 0; line < lines; line++) {
        boolean inside = line(tap / across(), line) != PADDING;
        for (int i = first(across); inside && i < end(across); i++) {
          counts[line * length() + i]++;
        }
      }
    }
    return counts;
  }
}
