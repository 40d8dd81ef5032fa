package dev.adjoint.exec.gemm;

import dev.adjoint.exec.bytecode.Exercise;

/** Runs a kernel of a register block on arrays of its own. */
abstract sealed class BlockExercise implements Exercise {
  /**
   * Compiled by C2, a vector instruction takes less than a nanosecond here; by C1, which makes an
   * object of every vector, ten and more.
   */
  private static final long NANOS_PER_VECTOR = 2;

  final RegisterBlock block;
  final Object a;
  final Object b;
  final Object c;

  private BlockExercise(RegisterBlock block) {
    this.block = block;
    ElementLoops loops = ElementLoops.of(block.doubles(), block.bits());
    a = loops.newArray(ROUNDS * block.rows());
    b = loops.newArray(ROUNDS * block.columns());
    c = loops.newArray(block.size());
  }

  @Override
  public long limit() {
    int accumulators = block.rows() * block.vectors();
    return NANOS_PER_VECTOR * (2 * accumulators + ROUNDS * (accumulators + block.rows()));
  }

  /** Runs a micro-kernel. */
  static final class OfMicro extends BlockExercise {
    private final MicroKernel[] kernels;

    OfMicro(RegisterBlock block, MicroKernel vector) {
      super(block);
      kernels =
          new MicroKernel[] {
            vector,
            (_, _, _, _, _, _, _, _, _, _, _, _, _, _) -> {},
            (_, _, _, _, _, _, _, _, _, _, _, _, _, _) -> {}
          };
    }

    @Override
    public void run(int kernel) {
      int row = block.columns();
      kernels[kernel].run(a, 0, 1, block.rows(), b, 0, row, c, 0, row, c, 0, row, ROUNDS);
    }
  }

  /** Runs an offset kernel. */
  static final class OfOffset extends BlockExercise {
    private final OffsetKernel[] kernels;
    private final int[] zeros;

    OfOffset(OffsetBlock block, OffsetKernel vector) {
      super(block.inC());
      zeros = new int[Math.max(ROUNDS, block.rows())];
      kernels =
          new OffsetKernel[] {
            vector,
            (_, _, _, _, _, _, _, _, _, _, _, _, _, _) -> {},
            (_, _, _, _, _, _, _, _, _, _, _, _, _, _) -> {}
          };
    }

    @Override
    public void run(int kernel) {
      int row = block.columns();
      kernels[kernel].run(a, 0, zeros, 0, b, 0, zeros, ROUNDS, c, 0, row, c, 0, row);
    }
  }
}
