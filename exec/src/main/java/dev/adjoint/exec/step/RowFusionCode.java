// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.ir.ReduceFusion;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.exec.ir.RowFusion;
import dev.adjoint.exec.machine.CacheSizes;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs the stages of a step, each on the kernel that its loop has alone, a few rows at a time. */
public final class RowFusionCode implements StepCode {
  /** How many elements go through the stages at once: a few arrays of them fit the L2 cache. */
  private static final int CHUNK = CacheSizes.L2 / 32;

  /** How much larger pieces are than those of one loop: there is more to set up for each. */
  private static final int GRAINS = 4;

  /**
   * The memory for a few rows of a value that is not stored; several values may have it in turn.
   */
  private record Slot(DType dtype, int width, int number) {}

  final RowFusion op;
  final ImmutableList<LoopCode> stages;

  /** How rows are cut into blocks, which are items of work. */
  final LoopGrid grid;

  /** How many rows go through the stages at once. */
  final int chunk;

  /** How many items a piece has. */
  final int itemsInPiece;

  /** For each value how many elements it has in a row. */
  final int[] widths;

  /** For each value its number among the outputs, negative if it is not stored. */
  final int[] outputs;

  private final DType[] dtypes;

  /** For each value the number of its slot among those of its dtype, if it has one. */
  private final int[] slots;

  private RowFusionCode(RowFusion op, List<TensorType> inputs, boolean emit) {
    this.op = op;
    ImmutableList<TensorType> types = op.types(inputs);
    this.dtypes = types.stream().map(TensorType::dtype).toArray(DType[]::new);
    int grain = GRAINS * LoopGrid.grain(weight());
    this.grid = grid(grain);
    this.chunk = Math.clamp(CHUNK / op.row(), 1, grid.block());
    this.itemsInPiece = Math.max(1, grain / (grid.block() * grid.row()));
    ImmutableList.Builder<LoopCode> codes = ImmutableList.builder();
    op.stages().forEach(s -> codes.add(LoopCode.stage(s.op(), grid, emit)));
    this.stages = codes.build();
    this.widths = new int[dtypes.length];
    this.outputs = new int[dtypes.length];
    this.slots = new int[dtypes.length];
    Arrays.fill(outputs, -1);
    for (int o = 0; o < op.outputs().length(); o++) {
      outputs[op.outputs().get(o)] = o;
    }
    allocate();
  }

  /**
   * Returns the code of a row fusion.
   *
   * @param emit whether to run loops on generated classes
   */
  public static RowFusionCode of(RowFusion op, List<TensorType> inputs, boolean emit) {
    return new RowFusionCode(op, inputs, emit);
  }

  /** Returns about how many instructions an element of a row takes in all stages. */
  private int weight() {
    int weight = 0;
    for (int s = 0; s < op.stages().size(); s++) {
      weight +=
          op.isNarrow(s) ? 0 : LoopKernels.weight(op.stages().get(s).op().loop().body().steps());
    }
    return weight;
  }

  /** Rows that are reduced into one another are in blocks as they are alone. */
  private LoopGrid grid(int grain) {
    for (RowFusion.Stage stage : op.stages()) {
      if (stage.op() instanceof ReduceFusion reduced && !reduced.path().alongRows()) {
        ReductionPath path = reduced.path();
        int block = Math.min(ReductionCode.ROW_BLOCK, path.rows());
        return new LoopGrid(path.groups(), path.rows(), op.row(), block, op.row());
      }
    }
    int block = Math.clamp(grain / op.row(), 1, op.rows());
    return new LoopGrid(1, op.rows(), op.row(), block, op.row());
  }

  private void allocate() {
    int[] last = new int[dtypes.length];
    for (int s = 0; s < stages.size(); s++) {
      for (int input : op.stages().get(s).inputs().asList()) {
        last[input] = s;
      }
    }
    List<Slot> free = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    int[] count = new int[DType.values().length];
    int value = op.inputs();
    for (int s = 0; s < stages.size(); s++) {
      for (int o = 0; o < op.stages().get(s).outputs(); o++, value++) {
        boolean isWide = !op.isNarrow(s) && o < stages.get(s).stored;
        widths[value] = isWide ? op.row() : 1;
        if (outputs[value] < 0) {
          slots[value] = take(free, dtypes[value], widths[value], count);
          held.add(value);
        }
      }
      for (int v : List.copyOf(held)) {
        if (last[v] <= s) {
          held.remove((Integer) v);
          free.add(new Slot(dtypes[v], widths[v], slots[v]));
        }
      }
    }
  }

  private static int take(List<Slot> free, DType dtype, int width, int[] count) {
    for (Slot slot : free) {
      if (slot.dtype == dtype && slot.width == width) {
        free.remove(slot);
        return slot.number;
      }
    }
    return count[dtype.ordinal()]++;
  }

  /** Returns whether only stages need a value. */
  boolean isLocal(int value) {
    return value >= op.inputs() && outputs[value] < 0;
  }

  /** Returns the array that holds a few rows of a local value. */
  Object local(int value, Scratch scratch) {
    return scratch.rows(dtypes[value], slots[value], chunk * widths[value]);
  }

  @Override
  public BoundStep bind(Buffer[] in, Buffer[] out, ScratchPool scratch, Workers workers) {
    return new BoundRowFusion(this, in, out, scratch, workers);
  }
}
