package dev.adjoint.exec.emit;

import dev.adjoint.exec.bytecode.Exercise;

/** Runs a loop over vectors on arrays of its own. */
final class LoopExercise implements Exercise {
  private static final int ROWS = 2;

  /**
   * Compiled by C2, a vector instruction takes half a nanosecond to one, and three times that on a
   * machine that others use as well; by C1, which makes an object of every vector, ten and more;
   * interpreted, a hundred and more.
   */
  private static final long NANOS_PER_VECTOR = 4;

  private static final long NANOS_PER_CALL = 80;

  private final LoopKernel[] kernels;
  private final LoopOperands at = new LoopOperands();

  /** Elements of a round. */
  private final int unit;

  /** Vector instructions in a round. */
  private final int instructions;

  /** Whether the next row ends with a single element. */
  private boolean ragged;

  LoopExercise(LoopSignature loop, LoopKernel vector) {
    kernels = new LoopKernel[] {vector, (_, _, _) -> {}, (_, _, _) -> {}};
    LoopBody body = loop.body();
    unit = VectorCode.unit(loop, VectorFit.lanes(body));
    int lanes = loop.bits() / (8 * VectorFit.lanes(body).bytes());
    instructions = body.steps().size() * Math.max(1, unit / lanes);
    int row = unit * ROUNDS + 1;
    at.reserve(body.inputs().size(), body.results().length());
    at.reserveLanes(loop.folds());
    for (int i = 0; i < body.inputs().size(); i++) {
      at.in[i] = body.inputs().get(i).newArray(ROWS * row);
      at.inStep[i] = row;
    }
    for (int r = 0; r < body.results().length(); r++) {
      at.out[r] = body.resultType(r).newArray(ROWS * row);
      at.outStep[r] = row;
    }
  }

  @Override
  public void run(int kernel) {
    ragged ^= kernel == 0;
    kernels[kernel].run(at, ROWS, unit * ROUNDS + (ragged ? 1 : 0));
  }

  @Override
  public long limit() {
    return NANOS_PER_VECTOR * ROWS * ROUNDS * instructions + NANOS_PER_CALL;
  }
}
