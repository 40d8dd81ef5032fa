package dev.adjoint.exec.loop;

import dev.adjoint.exec.VectorSupport;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a fused loop, stretch by stretch, on a generated kernel or on block loops. */
public final class FusedCode implements StepCode {
  private final LoopReader reader;
  private final Optional<LoopKernel> kernel;
  private final @Nullable BlockLoop block;
  private final int size;
  private final int inputs;
  private final int outputs;
  private final int grain;

  private FusedCode(FusedLoop loop, LoopReader reader, Optional<LoopKernel> kernel) {
    this.reader = reader;
    this.kernel = kernel;
    this.block = kernel.isPresent() ? null : new BlockLoop(loop.body().lowered(), reader.uniform());
    this.size = loop.size();
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
            ? LoopKernels.of(new LoopSignature(loop.body(), reader.uniform(), VectorSupport.bits()))
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
        run(0, size, pool.own());
      } else {
        workers.forEach((size - 1) / grain + 1, this);
      }
    }

    @Override
    public void run(int piece) {
      Scratch own = pool.take();
      int from = piece * grain;
      run(from, Math.min(size - from, grain) + from, own);
      pool.giveBack(own);
    }

    private void run(int from, int to, Scratch scratch) {
      scratch.reserveLoop(inputs, outputs);
      int n;
      for (int start = from; start < to; start += n) {
        n = reader.length(start, to - start);
        reader.locate(in, start, n, start == from, scratch);
        for (int r = 0; r < outputs; r++) {
          scratch.loopOutputs[r] = out[r].array();
          scratch.loopOutputOffsets[r] = out[r].offset() + start;
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
  }
}
