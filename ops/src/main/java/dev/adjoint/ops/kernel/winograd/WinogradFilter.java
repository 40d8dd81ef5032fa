// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.winograd;

import dev.adjoint.exec.gemm.indirect.IndirectLeftProduct;
import dev.adjoint.exec.gemm.indirect.RowTransform;
import dev.adjoint.exec.gemm.indirect.Transposer;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Workers;
import java.util.Arrays;

/** Filters of 3 × 3, transformed to {@code G · g · Gᵀ} and packed for the products of tiles. */
final class WinogradFilter {
  private static final int PIECES = 16;
  private static final Object NONE = new Object();

  private final IndirectLeftProduct product;
  private final boolean turned;
  private final int filters;
  private final int in;
  private final int depth;
  private final RowTransform[] transforms;
  private final Transposer transposer;
  private final Object taps;
  private final Object halves;
  private final Object elements;
  private final Object packed;
  private final Workers.Task transforming = this::transform;
  private final Workers.Task packing = this::pack;
  private Object w = NONE;
  private int at;

  /**
   * Allocates memory.
   *
   * @param turned whether the filters are rotated by 180° and map from out to in
   * @param out the first extent of the tensor of filters
   * @param in the second one
   */
  WinogradFilter(DType dtype, IndirectLeftProduct product, boolean turned, int out, int in) {
    this.product = product;
    this.turned = turned;
    this.in = in;
    filters = out * in;
    depth = turned ? out : in;
    transforms = new RowTransform[PIECES];
    Arrays.setAll(transforms, _ -> RowTransform.of(dtype, WinogradSizes.FILTER));
    transposer = Transposer.of(dtype);
    taps = dtype.newArray(WinogradSizes.TAPS * filters);
    halves = dtype.newArray(4 * 3 * filters);
    elements = dtype.newArray(WinogradSizes.ELEMENTS * filters);
    packed = dtype.newArray(WinogradSizes.ELEMENTS * product.packedSize());
  }

  /** Transforms and packs the filters of a tensor. */
  void prepare(Buffer tensor, Workers workers) {
    w = tensor.array();
    at = tensor.offset();
    try {
      workers.forEach(PIECES, transforming);
      workers.forEach(WinogradSizes.ELEMENTS, packing);
    } finally {
      w = NONE;
    }
  }

  private void transform(int piece) {
    int from = (int) ((long) filters * piece / PIECES);
    int n = (int) ((long) filters * (piece + 1) / PIECES) - from;
    int size = WinogradSizes.TAPS;
    transposer.run(w, at + from * size, size, n, size, taps, from, filters);
    int first = turned ? (size - 1) * filters : 0;
    int step = turned ? -filters : filters;
    RowTransform transform = transforms[piece];
    transform.run(taps, first + from, 3 * step, step, halves, from, 3 * filters, filters, 3, n);
    transform.run(halves, from, filters, 3 * filters, elements, from, filters, 4 * filters, 4, n);
  }

  private void pack(int element) {
    int from = element * filters;
    int to = element * product.packedSize();
    // The rows of the product's right operand are the channels that the filter reads.
    product.pack(elements, from, turned ? 1 : in, turned ? in : 1, depth, packed, to);
  }

  /**
   * Returns the array of the packed filters, which {@link IndirectLeftProduct#packedSize} are
   * apart.
   */
  Object packed() {
    return packed;
  }
}
