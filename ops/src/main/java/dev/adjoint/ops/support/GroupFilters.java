package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;

/**
 * The filters of a convolution as one matrix {@code [out, rows]} for each group, or for each of
 * several parts of the input channels of each group. A single one is the filter itself and not
 * copied.
 */
final class GroupFilters {
  private final ConvSizes sizes;
  private final int parts;
  private final int rows;
  private final Buffer[] copies;

  /** Makes room for matrices of {@code parts} parts of equally many channels. */
  GroupFilters(ConvSizes sizes, DType dtype, int parts) {
    this.sizes = sizes;
    this.parts = parts;
    rows = sizes.rows() / parts;
    boolean single = sizes.groups() * parts == 1;
    copies = new Buffer[single ? 0 : sizes.groups() * parts];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = Buffer.allocate(dtype, sizes.out() * rows);
    }
  }

  /**
   * Returns how many parts of equally many channels to make, {@code wanted} or somewhat more; one
   * for each channel if that is not possible.
   */
  static int parts(int channels, long wanted) {
    for (int parts = Math.clamp(wanted, 1, Math.max(1, channels)); parts < channels; parts++) {
      if (channels % parts == 0) {
        return parts;
      }
    }
    return Math.max(1, channels);
  }

  /** Copies what is to be copied. */
  void take(Buffer filter) {
    for (int i = 0; i < copies.length; i++) {
      int first = filter.offset() + i / parts * sizes.out() * sizes.rows() + i % parts * rows;
      for (int o = 0; o < sizes.out(); o++) {
        System.arraycopy(
            filter.array(), first + o * sizes.rows(), copies[i].array(), o * rows, rows);
      }
    }
  }

  /** Returns the matrix with the given number, {@code group · parts + part}. */
  Buffer of(int number, Buffer filter) {
    return copies.length == 0 ? filter : copies[number];
  }
}
