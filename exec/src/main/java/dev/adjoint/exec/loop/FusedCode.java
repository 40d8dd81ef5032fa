package dev.adjoint.exec.loop;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.VectorSupport;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a fused loop, stretch by stretch, on a generated kernel or on block loops. */
public final class FusedCode implements StepCode {
  private final LoopReader reader;
  private final Optional<LoopKernel> kernel;
  private final @Nullable BlockLoop block;
  private final int size;
  private final ImmutableList<TensorType> types;
  private final int inputs;
  private final int outputs;
  private final int grain;

  private FusedCode(FusedLoop loop, LoopReader reader, Optional<LoopKernel> kernel) {
    this.reader = reader;
    this.kernel = kernel;
    this.block = kernel.isPresent() ? null : new BlockLoop(loop.body().lowered(), reader.uniform());
    this.size = loop.size();
    this.types = loop.types();
    this.inputs = loop.reads().size();
    this.outputs = loop.types().size();
    this.grain = reader.isAligned() ? Math.ceilDiv(GRAIN, reader.tile) * reader.tile : GRAIN;
  }

  /**
   * Returns the code of a loop.
   *
   * @param emit whether to run it on a generated class, unless it is too long for one
   */
  public static FusedCode of(FusedLoop loop, boolean emit) {
    LoopReader reader = new LoopReader(loop);
    Optional<LoopKernel> kernel =
        emit
            ? LoopKernels.tiered(
                new LoopSignature(loop.body(), reader.uniform(), VectorSupport.bits()))
            : Optional.empty();
    return new FusedCode(loop, reader, kernel);
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return new Bound(inputs, outputs, scratch, workers);
  }

  private final class Bound implements BoundStep, Workers.Task {
    private final Buffer[] in;
    private final Buffer[] out;
    private final ScratchPool pool;
    private final Workers workers;

    Bound(Buffer[] in, Buffer[] out, ScratchPool pool, Workers workers) {
      this.in = in;
      this.out = out;
      this.pool = pool;
      this.workers = workers;
    }

    @Override
    public void run() {
      if (size <= grain) {
        FusedCode.this.run(in, out, outputs, 0, size, pool.own());
      } else {
        workers.forEach((size - 1) / grain + 1, this);
      }
    }

    @Override
    public void run(int piece) {
      Scratch own = pool.take();
      int from = piece * grain;
      FusedCode.this.run(in, out, outputs, from, Math.min(size - from, grain) + from, own);
      pool.giveBack(own);
    }
  }

  /**
   * Computes the elements {@code [from, to)}.
   *
   * @param stored how many results go to {@code out}; the others go to {@link #tile}, which {@link
   *     LoopReader#TILE} elements fit
   */
  void run(Buffer[] in, Buffer[] out, int stored, int from, int to, Scratch scratch) {
    scratch.reserveLoop(inputs, outputs);
    int n;
    for (int start = from; start < to; start += n) {
      n = reader.length(start, to - start);
      reader.locate(in, start, n, start == from, scratch);
      for (int r = 0; r < outputs; r++) {
        boolean isStored = r < stored;
        scratch.loopOutputs[r] = isStored ? out[r].array() : tile(r, scratch);
        scratch.loopOutputOffsets[r] = isStored ? out[r].offset() + start : start - from;
      }
      if (block != null) {
        block.run(n, scratch);
      } else {
        kernel
            .orElseThrow()
            .run(
                scratch.loopInputs,
                scratch.loopInputOffsets,
                scratch.loopOutputs,
                scratch.loopOutputOffsets,
                n);
      }
    }
    scratch.releaseLoop(inputs, outputs);
  }

  /** Returns where the elements of a result are that is not stored. */
  Object tile(int result, Scratch scratch) {
    return scratch.copy(types.get(result).dtype(), inputs + result);
  }
}
