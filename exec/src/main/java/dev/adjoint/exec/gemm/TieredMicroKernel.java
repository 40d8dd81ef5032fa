// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.bytecode.Exercise;
import dev.adjoint.exec.bytecode.Tiered;
import java.util.Optional;

/** A micro-kernel that runs on single elements until its vectors are compiled. */
final class TieredMicroKernel extends Tiered<MicroKernel> implements MicroKernel {
  private final RegisterBlock block;
  private final boolean adds;

  /** Begins on single elements. */
  TieredMicroKernel(RegisterBlock block, boolean adds) {
    super(null);
    this.block = block;
    this.adds = adds;
  }

  @Override
  public MicroKernel current() {
    MicroKernel vectors = fast();
    return vectors == null ? this : vectors;
  }

  /** {@inheritDoc} On single elements. */
  @Override
  public void run(
      Object a,
      int aOffset,
      int aRow,
      int aStep,
      Object b,
      int bOffset,
      int bStep,
      Object c,
      int cOffset,
      int cRow,
      int depth) {
    count((long) block.size() * depth);
    for (int i = 0; i < block.rows(); i++) {
      int aAt = aOffset + i * aRow;
      int cAt = cOffset + i * cRow;
      if (a instanceof float[] x) {
        FloatRow.run(
            x,
            aAt,
            aStep,
            null,
            (float[]) b,
            bOffset,
            bStep,
            null,
            0,
            depth,
            (float[]) c,
            cAt,
            block.columns(),
            adds);
      } else {
        DoubleRow.run(
            (double[]) a,
            aAt,
            aStep,
            null,
            (double[]) b,
            bOffset,
            bStep,
            null,
            0,
            depth,
            (double[]) c,
            cAt,
            block.columns(),
            adds);
      }
    }
  }

  @Override
  protected Optional<MicroKernel> make() {
    return Optional.of(MicroKernels.link(block, adds));
  }

  @Override
  protected Exercise exercise(MicroKernel kernel) {
    Object a = array(block.rows() * BlockExercise.DEPTH);
    Object b = array(block.columns() * BlockExercise.DEPTH);
    Object c = array(block.size());
    int rows = block.rows();
    int columns = block.columns();
    return new BlockExercise(
        block, depth -> kernel.run(a, 0, 1, rows, b, 0, columns, c, 0, columns, depth));
  }

  private Object array(int length) {
    return block.doubles() ? new double[length] : new float[length];
  }
}
