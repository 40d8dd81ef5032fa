// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import dev.adjoint.exec.bytecode.Exercise;
import dev.adjoint.exec.bytecode.Tiered;
import dev.adjoint.exec.gemm.BlockExercise;
import dev.adjoint.exec.gemm.DoubleRow;
import dev.adjoint.exec.gemm.FloatRow;
import java.util.Arrays;
import java.util.Optional;

/** An offset kernel that runs on single elements until its vectors are compiled. */
final class TieredOffsetKernel extends Tiered<OffsetKernel> implements OffsetKernel {
  private final OffsetBlock block;
  private final boolean adds;

  /** Begins on single elements. */
  TieredOffsetKernel(OffsetBlock block, boolean adds) {
    super(null);
    this.block = block;
    this.adds = adds;
  }

  @Override
  public OffsetKernel current() {
    OffsetKernel vectors = fast();
    return vectors == null ? this : vectors;
  }

  /** {@inheritDoc} On single elements. */
  @Override
  public void run(
      Object a,
      int aAt,
      int[] rows,
      int row,
      Object b,
      int bAt,
      int[] steps,
      int first,
      int end,
      Object c,
      int cAt,
      int cRow) {
    int depth = end - first;
    count((long) block.inC().size() * depth);
    boolean panelOfA = block.panelOfA();
    int[] aSteps = panelOfA ? null : steps;
    int[] bSteps = panelOfA ? steps : null;
    int height = block.rows();
    int width = block.columns();
    for (int i = 0; i < height; i++) {
      int from = aAt + (panelOfA ? i : rows[row + i]);
      int to = cAt + i * cRow;
      if (a instanceof float[] x) {
        FloatRow.run(
            x,
            from,
            height,
            aSteps,
            (float[]) b,
            bAt,
            width,
            bSteps,
            first,
            depth,
            (float[]) c,
            to,
            width,
            adds);
      } else {
        DoubleRow.run(
            (double[]) a,
            from,
            height,
            aSteps,
            (double[]) b,
            bAt,
            width,
            bSteps,
            first,
            depth,
            (double[]) c,
            to,
            width,
            adds);
      }
    }
  }

  @Override
  protected Optional<OffsetKernel> make() {
    return Optional.of(OffsetKernels.link(block, adds));
  }

  @Override
  protected Exercise exercise(OffsetKernel kernel) {
    int most = BlockExercise.DEPTH;
    int columns = block.columns();
    int[] rows = new int[block.rows()];
    int[] steps = new int[most];
    Arrays.setAll(steps, p -> p);
    Object a = array(block.rows() * most);
    Object b = array((columns + 1) * most);
    Object c = array(block.inC().size());
    return new BlockExercise(
        block.inC(), depth -> kernel.run(a, 0, rows, 0, b, 0, steps, 0, depth, c, 0, columns));
  }

  private Object array(int length) {
    return block.inC().doubles() ? new double[length] : new float[length];
  }
}
