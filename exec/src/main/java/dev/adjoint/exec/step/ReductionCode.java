// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import dev.adjoint.exec.block.BlockBody;
import dev.adjoint.exec.block.BlockReductions;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.ir.ReductionGeometry;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;

/**
 * Runs a reduction alone on block loops, in an order that the shape and the axes alone decide (see
 * {@link ReductionGeometry}):
 *
 * <ul>
 *   <li>If the innermost axis is reduced, every run is cut into blocks of {@value #RUN_BLOCK}
 *       elements, each reduced by lanes as {@link BlockReductions} states.
 *   <li>If it is kept, the runs that reduce into one are cut, in their order, into blocks of
 *       {@value #ROW_BLOCK} runs; in each block, for every place in the run, the elements are taken
 *       in from the identity on, run after run.
 * </ul>
 *
 * The results of {@value #FAN} blocks that follow one another are reduced into the first of them,
 * in order, then as many of these results, and so on until one is left, which is finished. So the
 * error of a sum grows with the length of a block and the logarithm of their number. Pieces of work
 * never change this order, so that any number of threads gives the same bits. Fused loops keep it
 * too; they run every reduction that {@link ReductionPath} covers, so this class runs few.
 */
final class ReductionCode implements StepCode {
  static final int RUN_BLOCK = 4096;
  static final int ROW_BLOCK = 64;

  /** How many results of blocks make one of the next level. */
  static final int FAN = 8;

  final DType dtype;
  final BlockReductions reductions;
  final BlockBody finish;
  final DType finished;
  final ReductionGeometry geometry;

  /** The number of output elements. */
  final int outputs;

  /** The independent units of a reduction: an element of the output, or a tile of a run. */
  final int groups;

  /** The blocks of a group. */
  final int blocks;

  /** The elements of a block, about. */
  final int blockSize;

  private final int blocksInRun;
  private final int tilesInRun;
  private final int rows;

  private ReductionCode(
      DType dtype,
      BlockReductions reductions,
      BlockBody finish,
      DType finished,
      ReductionGeometry geometry) {
    this.dtype = dtype;
    this.reductions = reductions;
    this.finish = finish;
    this.finished = finished;
    this.geometry = geometry;
    this.rows = geometry.reduced().size();
    this.outputs = geometry.kept().size() * (geometry.alongRun() ? 1 : geometry.run());
    this.blocksInRun = ceil(geometry.run(), RUN_BLOCK);
    this.tilesInRun = ceil(geometry.run(), Scratch.TILE);
    this.groups = geometry.kept().size() * (geometry.alongRun() ? 1 : tilesInRun);
    this.blocks = geometry.alongRun() ? rows * blocksInRun : ceil(rows, ROW_BLOCK);
    this.blockSize =
        geometry.alongRun()
            ? Math.min(geometry.run(), RUN_BLOCK)
            : Math.min(rows, ROW_BLOCK) * Math.min(geometry.run(), Scratch.TILE);
  }

  static ReductionCode of(ReductionOp op, TensorType in) {
    Scalar first = Scalar.argument(0, in.dtype());
    Scalar combine = op.combine(first, Scalar.argument(1, in.dtype()));
    if (combine.dtype() != in.dtype()) {
      throw new ShapeException(
          op.name(), "reduces " + in + " into " + combine.dtype() + "; cast the input first");
    }
    Scalar finish = op.finish(first, op.count(in.shape()));
    return new ReductionCode(
        in.dtype(),
        BlockReductions.of(in.dtype(), combine, op.identity(in.dtype())),
        BlockBody.of(finish),
        finish.dtype(),
        ReductionGeometry.of(in.shape(), op.axes()));
  }

  private static int ceil(int a, int b) {
    return a == 0 ? 0 : (a - 1) / b + 1;
  }

  /** Returns how many neighbouring output elements a group makes. */
  int width(int group) {
    return geometry.alongRun() ? 1 : Math.min(Scratch.TILE, geometry.run() - tileStart(group));
  }

  /** Returns the first output element of a group. */
  int start(int group) {
    return geometry.alongRun() ? group : group / tilesInRun * geometry.run() + tileStart(group);
  }

  private int tileStart(int group) {
    return group % tilesInRun * Scratch.TILE;
  }

  /** Reduces one block of a group into {@code y[yi … yi + width)}, which it overwrites. */
  void block(int group, int block, Buffer in, Object y, int yi, Scratch scratch) {
    Object x = in.array();
    if (geometry.alongRun()) {
      int from = block % blocksInRun * RUN_BLOCK;
      int base = geometry.kept().offset(group) + geometry.reduced().offset(block / blocksInRun);
      int n = Math.min(RUN_BLOCK, geometry.run() - from);
      reductions.run(x, in.offset() + base + from, n, y, yi, scratch);
    } else {
      int width = width(group);
      int base = in.offset() + geometry.kept().offset(group / tilesInRun) + tileStart(group);
      reductions.fill(y, yi, width, scratch);
      int end = Math.min(rows, (block + 1) * ROW_BLOCK);
      for (int row = block * ROW_BLOCK; row < end; row++) {
        reductions.into(y, yi, x, base + geometry.reduced().offset(row), width, scratch);
      }
    }
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return new BoundReduction(this, inputs, outputs, scratch, workers);
  }
}
