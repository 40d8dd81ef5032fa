// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.emit.LaneReduction;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.exec.emit.Lowering;
import dev.adjoint.exec.emit.TieredLoop;
import dev.adjoint.exec.ir.ConcatFusion;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.LoopOp;
import dev.adjoint.exec.ir.ReduceFusion;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgramBuilder;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a fused loop, with reductions or without, on a generated kernel or on block loops. Both
 * reduce in the order that {@link ReductionCode} states.
 */
public final class LoopCode implements StepCode {
  final LoopReader reader;
  final LoopGrid grid;

  /** How many elements a piece has at least. */
  final int grain;

  /** The results that are stored element by element, the first ones. */
  final int stored;

  final int inputs;

  /** The number of elements. */
  final int size;

  /** The reductions: those of rows into one another, then those along rows. */
  final ImmutableList<FusedReduction> reductions;

  /** How many reductions reduce rows into one another. */
  final int columnReductions;

  /** How the kernel reduces along rows. */
  final ImmutableList<LaneReduction> laneReductions;

  /** Where the results lie that are stored. */
  final ImmutableList<ConcatFusion.Part> parts;

  /** The kernel; null if block loops always run. */
  private final @Nullable TieredLoop kernel;

  /** What runs until the kernel is fast, or always; null if it is from the first call on. */
  private final @Nullable BlockLoop block;

  private LoopCode(
      LoopFusion loop,
      ImmutableList<FusedReduction> reductions,
      LoopGrid grid,
      LoopReader reader,
      ImmutableList<ConcatFusion.Part> parts,
      boolean emit) {
    this.parts = parts;
    this.reductions = reductions;
    this.grid = grid;
    this.grain = LoopGrid.grain(loop.body());
    this.reader = reader;
    this.stored = loop.types().size() - reductions.size();
    this.inputs = loop.reads().size();
    this.size = loop.size();
    this.columnReductions = (int) reductions.stream().filter(f -> !f.alongRows).count();
    Optional<LoopSignature> signature = emit ? signature(loop) : Optional.empty();
    this.laneReductions = signature.map(LoopSignature::reductions).orElse(ImmutableList.of());
    this.kernel = signature.flatMap(LoopKernels::tiered).orElse(null);
    this.block =
        kernel == null || !kernel.isFast()
            ? new BlockLoop(Lowering.lower(loop.body()), reader.uniform(), reductions)
            : null;
  }

  /**
   * Returns the code of a loop.
   *
   * @param emit whether to run it on a generated class, unless it is too long for one
   */
  public static LoopCode of(LoopOp op, boolean emit) {
    LoopReader reader;
    LoopGrid grid;
    switch (op) {
      case LoopFusion loop -> {
        reader = LoopReader.of(loop);
        grid = LoopGrid.of(reader, loop);
      }
      case ReduceFusion reduced -> {
        grid = LoopGrid.of(reduced);
        reader = LoopReader.of(reduced.loop(), grid.row());
      }
    }
    return new LoopCode(op.loop(), reductions(op, emit), grid, reader, dense(op, reader), emit);
  }

  /**
   * Returns the code of a loop whose caller runs it over parts of rows.
   *
   * @param row the extent of a row, which some innermost axes have together
   */
  static LoopCode ofRows(LoopFusion loop, int row, boolean emit) {
    LoopGrid grid = new LoopGrid(1, loop.size() / row, row, 1, row);
    LoopReader reader = LoopReader.of(loop, row);
    return new LoopCode(loop, ImmutableList.of(), grid, reader, dense(loop, reader), emit);
  }

  /**
   * Returns the code of a loop that stores results in parts of larger ones.
   *
   * @param emit whether to run it on a generated class, unless it is too long for one
   */
  public static LoopCode of(ConcatFusion op, boolean emit) {
    LoopReader reader = LoopReader.of(op.loop(), op.row());
    LoopGrid grid = LoopGrid.of(reader, op.loop());
    return new LoopCode(op.loop(), ImmutableList.of(), grid, reader, op.parts(), emit);
  }

  /** Returns the targets of results that are each a whole output, its elements in order. */
  private static ImmutableList<ConcatFusion.Part> dense(LoopOp op, LoopReader reader) {
    return IntStream.range(0, op.stored())
        .mapToObj(r -> new ConcatFusion.Part(r, 0, reader.row))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the code of a loop that is a stage of a step. It takes all rows that it is given as one
   * if no input tells them apart.
   *
   * @param grid how the step cuts the rows, each a single strip
   */
  static LoopCode stage(LoopOp op, LoopGrid grid, boolean emit) {
    LoopFusion loop = op.loop();
    LoopReader whole = LoopReader.of(loop, loop.size());
    boolean isNarrow = loop.size() == grid.groups() * grid.rows();
    boolean isFlat = isNarrow || op.reductions().isEmpty() && !whole.copies();
    LoopReader reader = isFlat ? whole : LoopReader.of(loop.cutAt(grid.row()), grid.row());
    return new LoopCode(loop, reductions(op, emit), grid, reader, dense(op, reader), emit);
  }

  private static ImmutableList<FusedReduction> reductions(LoopOp op, boolean emit) {
    ImmutableList.Builder<FusedReduction> reductions = ImmutableList.builder();
    for (int i = 0; i < op.reductions().size(); i++) {
      TensorType reduced = op.loop().types().get(op.stored() + i);
      reductions.add(FusedReduction.of(op.reductions().get(i), reduced, emit));
    }
    return reductions.build();
  }

  /** Returns whether all elements are one row. */
  boolean isFlat() {
    return reductions.isEmpty() && reader.row == size;
  }

  /**
   * Returns the signature of the kernel. For each reduction of rows into one another, a further
   * input reads the partial result, in the memory in which it is stored again.
   */
  private Optional<LoopSignature> signature(LoopFusion loop) {
    ScalarProgram body = loop.body();
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int[] moved = builder.appendAll(body, builder.inputs(body.inputs()));
    ImmutableList.Builder<Boolean> uniform = ImmutableList.builder();
    uniform.addAll(reader.uniform());
    List<Integer> results = new ArrayList<>();
    ImmutableList.Builder<LaneReduction> lanes = ImmutableList.builder();
    for (int r = 0; r < body.results().length(); r++) {
      int value = moved[body.results().get(r)];
      if (r >= stored) {
        FusedReduction reduction = reductions.get(r - stored);
        if (reduction.kernelReduction.isEmpty()) {
          return Optional.empty();
        }
        LaneReduction kernelReduction = reduction.kernelReduction.get();
        int lane = builder.input(reduction.dtype());
        uniform.add(false);
        value = builder.append(kernelReduction.combine(), List.of(lane, value));
        if (reduction.alongRows) {
          lanes.add(kernelReduction);
        }
      }
      results.add(value);
    }
    return Optional.of(
        new LoopSignature(
            builder.build(results), uniform.build(), lanes.build(), VectorSupport.bits()));
  }

  /** Computes and reduces elements of rows, where the scratch's operands say. */
  void run(int rows, int n, Scratch scratch) {
    LoopKernel fast = kernel == null ? null : kernel.kernel(rows, n);
    if (fast != null) {
      scratch.loop.reserveLanes(laneReductions);
      fast.run(scratch.loop, rows, n);
    } else if (block != null) {
      block.run(rows, n, scratch);
    }
  }

  /** Returns the dtype of a result before its reduction is finished. */
  DType reductionType(int reduction) {
    return reductions.get(reduction).dtype();
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return new BoundLoop(this, inputs, outputs, scratch, workers);
  }
}
