// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.exec.bytecode.Exercise;

/** Runs a loop over vectors on arrays of its own. */
final class LoopExercise implements Exercise {
  private static final int ROWS = 2;

  /** Instructions in a row, about; C2 unrolls a short loop only if it has rounds enough. */
  private static final int INSTRUCTIONS = 256;

  private static final int FEWEST_ROUNDS = 16;
  private static final int MOST_ROUNDS = 32;

  /**
   * Compiled by C2, a vector instruction takes half a nanosecond to one, and some times that on a
   * machine that others use as well; by C1, which makes an object of every vector, a hundred and
   * more.
   */
  private static final long NANOS_PER_INSTRUCTION = 5;

  private static final long NANOS_PER_CALL = 300;

  private final LoopKernel kernel;
  private final LoopOperands at = new LoopOperands();

  /** Elements of a row that are whole vectors. */
  private final int whole;

  /** Instructions on vectors and on the elements that are left over. */
  private final int instructions;

  /** Whether the next row ends with a single element. */
  private boolean ragged;

  LoopExercise(LoopSignature loop, LoopKernel kernel) {
    this.kernel = kernel;
    int steps = loop.body().steps().size();
    int unit = VectorCode.unit(loop, VectorLegality.lanes(loop));
    int rounds = Math.clamp(INSTRUCTIONS / steps, FEWEST_ROUNDS, MOST_ROUNDS);
    whole = unit * rounds;
    int vectors = whole / VectorCode.width(loop, VectorLegality.lanes(loop));
    instructions = ROWS * steps * (vectors + 1);
    int inputs = loop.body().inputs().size();
    int results = loop.body().results().length();
    at.reserve(inputs, results);
    at.reserveLanes(loop.reductions());
    int row = LoopSignature.MOST_STEP * (whole + unit);
    for (int i = 0; i < inputs; i++) {
      at.in[i] = loop.body().inputs().get(i).newArray(ROWS * row);
      at.inStep[i] = row;
    }
    row = loop.spread() * (whole + unit);
    for (int r = 0; r < results; r++) {
      at.out[r] = loop.body().resultType(r).newArray(ROWS * row);
      at.outStep[r] = row;
    }
  }

  @Override
  public void run() {
    ragged = !ragged;
    kernel.run(at, ROWS, ragged ? whole + 1 : whole);
  }

  /** {@inheritDoc} There is no row. */
  @Override
  public void call() {
    kernel.run(at, 0, whole);
  }

  @Override
  public long limit() {
    return NANOS_PER_INSTRUCTION * instructions + NANOS_PER_CALL;
  }
}
