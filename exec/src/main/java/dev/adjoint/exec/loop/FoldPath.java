package dev.adjoint.exec.loop;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import java.util.Optional;

/**
 * How a reduction that is part of a fused loop walks through the elements, a matrix in order: it
 * folds each row, or the rows into one another. Reductions with equal paths can share a loop.
 *
 * @param rows the number of rows
 * @param row the number of elements in a row
 * @param alongRows whether each row is folded into one element
 */
public record FoldPath(int rows, int row, boolean alongRows) {
  /** Returns the path of a reduction; empty if it folds some outer axes and keeps others. */
  public static Optional<FoldPath> of(Shape in, ImmutableIntArray axes) {
    ReductionGeometry geometry = ReductionGeometry.of(in, axes);
    int kept = geometry.kept().size();
    int folded = geometry.folded().size();
    if (geometry.alongRun()) {
      return folded == 1 ? Optional.of(new FoldPath(kept, geometry.run(), true)) : Optional.empty();
    }
    return kept == 1 ? Optional.of(new FoldPath(folded, geometry.run(), false)) : Optional.empty();
  }
}
