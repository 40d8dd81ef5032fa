// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.ReduceFusion;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.graph.ScalarProgram;

/**
 * How the elements of a loop are cut into items of work: groups of rows into blocks of rows, and
 * these into strips of columns. Sizes alone decide.
 *
 * @param groups the number of groups
 * @param rows the number of rows in a group
 * @param row the number of elements in a row
 * @param block the number of rows in a block; the last one of a group may have less
 * @param strip the number of columns in a strip; the last one of a row may have less
 */
record LoopGrid(int groups, int rows, int row, int block, int strip) {
  /** Steps on an element in a piece of {@link StepCode#GRAIN} elements; of more, take fewer. */
  private static final int STEPS = 8;

  private static final int LEAST_GRAIN = 1024;

  /** Returns how many elements a piece has at least: the fewer, the longer each takes. */
  static int grain(ScalarProgram body) {
    return grain(LoopKernels.weight(body.steps()));
  }

  /** Returns how many elements a piece has at least if each takes so many instructions. */
  static int grain(int weight) {
    int steps = Math.max(STEPS, weight);
    return Math.max(LEAST_GRAIN, StepCode.GRAIN * STEPS / steps);
  }

  /** Returns the grid of a loop without reductions, whose items are pieces. */
  static LoopGrid of(LoopReader reader, LoopFusion loop) {
    int rows = loop.size() / reader.row;
    int grain = grain(loop.body());
    int strip = grain;
    if (reader.most < Integer.MAX_VALUE) {
      strip = Math.ceilDiv(strip, reader.most) * reader.most;
    }
    int width = Math.min(strip, reader.row);
    return new LoopGrid(1, rows, reader.row, Math.clamp(grain / width, 1, rows), width);
  }

  /** Returns the grid of a loop with reductions. */
  static LoopGrid of(ReduceFusion op) {
    ReductionPath path = op.path();
    int row = path.row();
    boolean anyAlongRows = false;
    for (int i = 0; i < op.reductions().size(); i++) {
      anyAlongRows |= op.path(i).alongRows();
    }
    int strip = Math.min(row, anyAlongRows ? ReductionCode.RUN_BLOCK : Scratch.TILE);
    int block = path.alongRows() ? Math.max(1, StepCode.GRAIN / strip) : ReductionCode.ROW_BLOCK;
    return new LoopGrid(path.groups(), path.rows(), row, Math.min(block, path.rows()), strip);
  }

  /** Returns the number of blocks in a group. */
  int blocks() {
    return Math.ceilDiv(rows, block);
  }

  /** Returns the number of strips in a row. */
  int strips() {
    return Math.ceilDiv(row, strip);
  }

  /** Returns the number of items. Strips count up first, then blocks, then groups. */
  int items() {
    return groups * blocks() * strips();
  }
}
