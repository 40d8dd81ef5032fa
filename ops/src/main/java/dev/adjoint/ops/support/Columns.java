package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;

/**
 * An input of a convolution as a matrix, block by block: row {@code (c, k)} of a group has, for
 * every image {@code n} and place {@code t}, the element of channel {@code c} under tap {@code k},
 * in column {@code (n, t)}. Convolution is then a matrix product, as in Chellapilla, Puri and
 * Simard, <i>High Performance Convolutional Neural Networks for Document Processing</i> (2006). A
 * block is some columns, so few that the product finds them in a cache.
 */
final class Columns {
  /** Elements of a block that a second-level cache holds beside what else the product needs. */
  private static final int BLOCK_SIZE = 1 << 16;

  /** Columns that fill the registers of a product evenly, and by which blocks are rounded. */
  private static final int FEW = 48;

  private final ConvSizes sizes;
  private final PlaneLoops loops;
  private final PlaneTaps taps;
  private final int stride;

  Columns(ConvSizes sizes, DType dtype) {
    this.sizes = sizes;
    loops = PlaneLoops.of(dtype);
    taps = new PlaneTaps(sizes.sliding(), sizes.from(), sizes.window(), sizes.to());
    stride = taps.stride();
  }

  /**
   * Returns how many columns of {@code rows} elements to take at a time, out of {@code columns}.
   */
  static int blockWidth(int rows, int columns) {
    int most = Math.max(FEW, BLOCK_SIZE / Math.max(1, rows) / FEW * FEW);
    int blocks = Math.max(1, Math.ceilDiv(columns, most));
    int even = Math.ceilDiv(columns, blocks);
    return blocks == 1 ? even : Math.ceilDiv(even, 16) * 16;
  }

  /** Returns the loops over elements. */
  PlaneLoops loops() {
    return loops;
  }

  /**
   * Writes a block of columns.
   *
   * @param x the input
   * @param channel the first channel
   * @param channels how many channels
   * @param from the first column
   * @param to the column after the last
   * @param block where to write, row by row
   * @param width the distance between rows there
   */
  void gather(Buffer x, int channel, int channels, int from, int to, Buffer block, int width) {
    for (int column = from; column < to; ) {
      int place = column % taps.places();
      int a = place % taps.length();
      int count = Math.min(taps.length() - a, to - column);
      int plane = x.offset() + plane(column, channel);
      gatherLine(
          x.array(),
          plane,
          channels,
          place / taps.length(),
          a,
          a + count,
          block,
          column - from,
          width);
      column += count;
    }
  }

  private int plane(int column, int channel) {
    int image = column / taps.places();
    return (image * sizes.groups() * sizes.in() + channel) * taps.elements();
  }

  /** Gathers what lies under all taps at the places from a to b of a line. */
  private void gatherLine(
      Object x, int plane, int channels, int line, int a, int b, Buffer block, int at, int width) {
    Object y = block.array();
    int target = at;
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < taps.rows(); row++) {
        int start = taps.line(row, line);
        for (int tap = 0; tap < taps.across(); tap++) {
          int low = start == PlaneTaps.PADDING ? b : Math.clamp(taps.first(tap), a, b);
          int high = start == PlaneTaps.PADDING ? b : Math.clamp(taps.end(tap), low, b);
          if (a < low) {
            loops.clear(y, target, low - a);
          }
          if (low < high) {
            int source = plane + c * taps.elements() + start + taps.shift(tap) + low * stride;
            loops.read(x, source, stride, y, target + low - a, high - low);
          }
          if (high < b) {
            loops.clear(y, target + high - a, b - high);
          }
          target += width;
        }
      }
    }
  }

  /**
   * Adds a block of columns to the elements that they stand for, in the order of the columns; what
   * stands for padding is left out.
   *
   * @param block the columns, row by row
   * @param width the distance between rows there
   * @param from the first column
   * @param to the column after the last
   * @param x where to add
   * @param channel the first channel
   * @param channels how many channels
   */
  void scatter(Buffer block, int width, int from, int to, Buffer x, int channel, int channels) {
    for (int column = from; column < to; ) {
      int place = column % taps.places();
      int a = place % taps.length();
      int count = Math.min(taps.length() - a, to - column);
      int plane = x.offset() + plane(column, channel);
      scatterLine(
          block,
          column - from,
          width,
          place / taps.length(),
          a,
          a + count,
          x.array(),
          plane,
          channels);
      column += count;
    }
  }

  private void scatterLine(
      Buffer block, int at, int width, int line, int a, int b, Object x, int plane, int channels) {
    int source = at;
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < taps.rows(); row++) {
        int start = taps.line(row, line);
        // On one element, an earlier place is under a later tap.
        for (int tap = start == PlaneTaps.PADDING ? -1 : taps.across() - 1; tap >= 0; tap--) {
          int low = Math.clamp(taps.first(tap), a, b);
          int high = Math.clamp(taps.end(tap), low, b);
          int target = plane + c * taps.elements() + start + taps.shift(tap) + low * stride;
          loops.addSpread(
              block.array(), source + tap * width + low - a, x, target, stride, high - low);
        }
        source += taps.across() * width;
      }
    }
  }

  /** Copies the rows of a block to channels of a tensor of planes of places, some columns of it. */
  void copyOut(Buffer y, int channel, int channels, int from, int to, Buffer block, int width) {
    for (int column = from; column < to; ) {
      int place = column % taps.places();
      int count = Math.min(taps.places() - place, to - column);
      int line = y.offset() + outPlane(column, channel) + place;
      for (int o = 0; o < channels; o++) {
        loops.read(
            block.array(),
            o * width + column - from,
            1,
            y.array(),
            line + o * taps.places(),
            count);
      }
      column += count;
    }
  }

  /** Copies some columns of channels of a tensor of planes of places to a block. */
  void copyIn(Buffer y, int channel, int channels, int from, int to, Buffer block, int width) {
    for (int column = from; column < to; ) {
      int place = column % taps.places();
      int count = Math.min(taps.places() - place, to - column);
      int line = y.offset() + outPlane(column, channel) + place;
      for (int o = 0; o < channels; o++) {
        loops.read(
            y.array(),
            line + o * taps.places(),
            1,
            block.array(),
            o * width + column - from,
            count);
      }
      column += count;
    }
  }

  private int outPlane(int column, int channel) {
    int image = column / taps.places();
    return (image * sizes.groups() * sizes.out() + channel) * taps.places();
  }
}
