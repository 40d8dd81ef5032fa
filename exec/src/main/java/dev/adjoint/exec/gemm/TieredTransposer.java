// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.bytecode.Exercise;
import dev.adjoint.exec.bytecode.Tiered;
import dev.adjoint.exec.machine.VectorSupport;
import java.util.Optional;

/** Tells whether to transpose in vector registers, which waits until these are compiled. */
final class TieredTransposer extends Tiered<TieredTransposer.Turning> {
  private static final TieredTransposer INSTANCE = new TieredTransposer();

  private static final int DEPTH = 32;

  /** Compiled by C2, a block takes some 30 ns; by C1 thousands. */
  private static final long NANOS_PER_BLOCK = 400;

  /** As {@link FloatTransposer#pack}. */
  @FunctionalInterface
  interface Turning {
    /** Transposes some lines. */
    void pack(
        float[] from,
        int offset,
        int across,
        int lines,
        int depth,
        float[] to,
        int target,
        int width);
  }

  private TieredTransposer() {
    super(null);
  }

  /**
   * Returns whether blocks are to be turned in registers.
   *
   * @param elements how many are to be transposed
   */
  static boolean isFast(int elements) {
    if (INSTANCE.fast() != null || !VectorSupport.isTiered()) {
      return true;
    }
    INSTANCE.count(elements);
    return false;
  }

  @Override
  protected Optional<Turning> make() {
    return Optional.of(FloatTransposer::pack);
  }

  @Override
  protected Exercise exercise(Turning kernel) {
    int side = FloatTransposer.SIDE;
    float[] from = new float[side * DEPTH];
    float[] to = new float[side * DEPTH];
    return new Exercise() {
      @Override
      public void run() {
        kernel.pack(from, 0, DEPTH, side, DEPTH, to, 0, side);
      }

      @Override
      public void call() {
        kernel.pack(from, 0, DEPTH, side, side, to, 0, 0);
      }

      @Override
      public long limit() {
        return NANOS_PER_BLOCK * (DEPTH / side);
      }
    };
  }
}
