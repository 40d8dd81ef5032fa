package dev.adjoint.exec.emit;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.VectorSupport;

/**
 * What a loop kernel is made for.
 *
 * @param body what it computes; for each fold its last inputs are a lane of the fold, and its last
 *     results are what becomes of the lane
 * @param uniform for each input whether it is one element for a row, else it moves along
 * @param folds how rows are folded
 * @param bits the width of its vectors, {@link VectorSupport#SCALAR} for single elements
 */
public record LoopSignature(
    LoopBody body, ImmutableList<Boolean> uniform, ImmutableList<LaneFold> folds, int bits) {
  /** Checks that there is an input and a result for each fold. */
  public LoopSignature {
    Preconditions.checkArgument(
        uniform.size() == body.inputs().size()
            && folds.size() <= body.inputs().size()
            && folds.size() <= body.results().length(),
        "loop: inputs %s, uniform %s and %s folds do not fit",
        body.inputs(),
        uniform,
        folds.size());
  }

  /** Returns a signature without folds. */
  public static LoopSignature of(LoopBody body, ImmutableList<Boolean> uniform, int bits) {
    return new LoopSignature(body, uniform, ImmutableList.of(), bits);
  }

  /** Returns the signature of a loop that computes the same without transcendental instructions. */
  LoopSignature lowered() {
    ImmutableList<LaneFold> lowered =
        folds.stream()
            .map(f -> new LaneFold(f.combine().lowered(), f.identity()))
            .collect(ImmutableList.toImmutableList());
    return new LoopSignature(body.lowered(), uniform, lowered, bits);
  }

  /** Returns how many inputs are read from memory. */
  int loaded() {
    return body.inputs().size() - folds.size();
  }

  /** Returns how many results are stored element by element. */
  int stored() {
    return body.results().length() - folds.size();
  }
}
