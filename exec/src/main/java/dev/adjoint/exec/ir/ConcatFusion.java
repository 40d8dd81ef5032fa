// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A fused loop that writes some of its results side by side: a row of each is a stretch of a row of
 * one output. So the parts of a concatenation along an inner axis are computed in place. The
 * compiler makes it; two are equal if they do the same.
 *
 * @param loop the loop, over extents of which some innermost ones make up a row
 * @param row the number of elements in a row of the loop
 * @param parts for each result of the loop where its rows lie; no two in one place
 * @param types the types of the outputs
 */
public record ConcatFusion(
    LoopFusion loop, int row, ImmutableList<Part> parts, ImmutableList<TensorType> types)
    implements FusedOp {
  /**
   * Where the rows of a result lie.
   *
   * @param output the number of the output
   * @param start the element of it at which the first row begins
   * @param stride how many elements further on the next row begins
   */
  public record Part(int output, int start, int stride) {}

  /** Checks that every result has a place in an output. */
  public ConcatFusion {
    Preconditions.checkArgument(
        parts.size() == loop.types().size() && loop.size() % row == 0,
        "concatFusion: %s parts of rows of %s for %s",
        parts.size(),
        row,
        loop.types());
    for (int r = 0; r < parts.size(); r++) {
      Part part = parts.get(r);
      TensorType whole = types.get(part.output);
      long end = part.start + (loop.size() / row - 1L) * part.stride + row;
      Preconditions.checkArgument(
          part.start >= 0
              && part.stride >= row
              && end <= whole.size()
              && whole.dtype() == loop.types().get(r).dtype(),
          "concatFusion: rows of %s do not fit %s at %s",
          loop.types().get(r),
          whole,
          part);
    }
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    loop.infer(inputs);
    return types;
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public boolean mayOverwrite(IntPredicate shared) {
    return loop.mayBeOverwritten(shared);
  }

  @Override
  public String name() {
    return loop.name();
  }

  /** Returns the body and the extents. */
  @Override
  public String parameters() {
    return loop.parameters();
  }
}
