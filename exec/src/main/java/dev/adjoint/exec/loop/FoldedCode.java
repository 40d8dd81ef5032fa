package dev.adjoint.exec.loop;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;

/**
 * Runs a fused loop with reductions: computes as many elements as fit the cache, then folds them in
 * the order that {@link ReductionCode} states.
 */
public final class FoldedCode implements StepCode {
  final FusedCode loop;
  final ImmutableList<ReductionCode> folds;
  final FoldPath path;
  final int stored;

  private FoldedCode(
      FusedCode loop, ImmutableList<ReductionCode> folds, FoldPath path, int stored) {
    this.loop = loop;
    this.folds = folds;
    this.path = path;
    this.stored = stored;
  }

  /**
   * Returns the code of a loop.
   *
   * @param emit whether to run it on a generated class, unless it is too long for one
   */
  public static FoldedCode of(FoldedLoop op, boolean emit) {
    ImmutableList.Builder<ReductionCode> folds = ImmutableList.builder();
    for (int i = 0; i < op.folds().size(); i++) {
      folds.add(ReductionCode.of(op.folds().get(i), op.folded(i)));
    }
    FoldPath path = FoldPath.of(op.folded(0).shape(), op.folds().getFirst().axes()).orElseThrow();
    return new FoldedCode(FusedCode.of(op.loop(), emit), folds.build(), path, op.stored());
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return path.alongRows()
        ? new BoundRowFolds(this, inputs, outputs, scratch, workers)
        : new BoundColumnFolds(this, inputs, outputs, scratch, workers);
  }
}
