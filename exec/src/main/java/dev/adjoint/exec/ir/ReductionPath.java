// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import java.util.Optional;

/**
 * How a reduction that is part of a fused loop walks through the elements, rows in order: it
 * reduces each row into one element, and perhaps these elements further; or it reduces the rows of
 * a group into one another.
 *
 * @param groups the number of groups, 1 if each row is reduced
 * @param rows the number of rows in a group
 * @param row the number of elements in a row
 * @param alongRows whether each row is reduced into one element
 */
public record ReductionPath(int groups, int rows, int row, boolean alongRows) {
  /**
   * Returns the path of a reduction; empty if it keeps the innermost axis and the axes that it
   * reduces are not neighbours.
   */
  public static Optional<ReductionPath> of(Shape in, ImmutableIntArray axes) {
    ReductionGeometry geometry = ReductionGeometry.of(in, axes);
    int kept = geometry.kept().size();
    int reduced = geometry.reduced().size();
    if (geometry.alongRun()) {
      return Optional.of(new ReductionPath(1, kept * reduced, geometry.run(), true));
    }
    boolean neighbours =
        geometry.reduced().dims().length() == 1
            && geometry.reduced().strides().get(0) == geometry.run();
    return neighbours
        ? Optional.of(new ReductionPath(kept, reduced, geometry.run(), false))
        : Optional.empty();
  }

  /** Returns a path for two reductions in one loop; empty if there is none. */
  public Optional<ReductionPath> with(ReductionPath other) {
    if (row != other.row) {
      return Optional.empty();
    }
    if (other.alongRows) {
      return Optional.of(this);
    }
    return alongRows || equals(other) ? Optional.of(other) : Optional.empty();
  }
}
