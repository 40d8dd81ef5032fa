// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.emit.LaneReduction;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.exec.emit.TieredLoop;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reduction in a fused loop. */
final class FusedReduction {
  /** The reduction as it runs alone. */
  final ReductionCode alone;

  /** Whether each row is reduced into one element, rather than rows into one another. */
  final boolean alongRows;

  /** How a kernel reduces; empty where none can. */
  final Optional<LaneReduction> kernelReduction;

  /** Reduces rows of partial results into one another; null if block loops always do. */
  private final @Nullable TieredLoop combiner;

  private FusedReduction(
      ReductionCode alone,
      boolean alongRows,
      Optional<LaneReduction> kernelReduction,
      @Nullable TieredLoop combiner) {
    this.alone = alone;
    this.alongRows = alongRows;
    this.kernelReduction = kernelReduction;
    this.combiner = combiner;
  }

  static FusedReduction of(ReductionOp op, TensorType in, boolean emit) {
    ReductionCode alone = ReductionCode.of(op, in);
    Optional<LaneReduction> reduction = emit ? kernelReduction(op, in.dtype()) : Optional.empty();
    TieredLoop combiner =
        reduction
            .map(f ->
                LoopSignature.of(f.combine(), ImmutableList.of(false, false), VectorSupport.bits()))
            .flatMap(LoopKernels::tiered)
            .orElse(null);
    return new FusedReduction(alone, alone.geometry.alongRun(), reduction, combiner);
  }

  private static Optional<LaneReduction> kernelReduction(ReductionOp op, DType dtype) {
    var identity = ScalarProgram.of(op.identity(dtype)).result();
    if (identity.instruction() != Instruction.CONSTANT) {
      return Optional.empty();
    }
    Scalar combine = op.combine(Scalar.argument(0, dtype), Scalar.argument(1, dtype));
    ScalarProgram body = ScalarProgram.of(List.of(dtype, dtype), List.of(combine));
    return Optional.of(new LaneReduction(body, identity.payload(), LaneReduction.STRETCH));
  }

  DType dtype() {
    return alone.dtype;
  }

  /**
   * Reduces {@code rows} rows of {@code n} elements, {@code step} apart, in order into the row
   * {@code y[yi … yi + n)}.
   */
  void into(Object y, int yi, Object x, int xi, int step, int rows, int n, Scratch scratch) {
    LoopKernel kernel = combiner == null ? null : combiner.kernel(rows, n);
    if (kernel == null) {
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < n; i += Scratch.TILE) {
          int m = Math.min(Scratch.TILE, n - i);
          alone.reductions.into(y, yi + i, x, xi + r * step + i, m, scratch);
        }
      }
      return;
    }
    LoopOperands at = scratch.loop;
    at.reserve(2, 1);
    at.in[0] = y;
    at.inAt[0] = yi;
    at.inStep[0] = 0;
    at.in[1] = x;
    at.inAt[1] = xi;
    at.inStep[1] = step;
    at.out[0] = y;
    at.outAt[0] = yi;
    at.outStep[0] = 0;
    kernel.run(at, rows, n);
    at.release(2, 1);
  }

  /** Gives {@code n} elements the identity. */
  void fill(Object y, int yi, int n, Scratch scratch) {
    for (int i = 0; i < n; i += Scratch.TILE) {
      alone.reductions.fill(y, yi + i, Math.min(Scratch.TILE, n - i), scratch);
    }
  }
}
