// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * How a reduction walks through its input: axes of extent 1 dropped, neighbours that are both kept
 * or both reduced merged. The innermost axis is then a contiguous run of elements, which is either
 * reduced itself ({@code alongRun}) or kept, so that whole runs are reduced into one another.
 *
 * @param alongRun whether the elements of a run are reduced into one
 * @param run the number of elements in a run
 * @param kept the outer axes that the output keeps
 * @param reduced the outer axes that are reduced
 */
public record ReductionGeometry(boolean alongRun, int run, Axes kept, Axes reduced) {
  /**
   * Axes and where they lie in the input.
   *
   * @param dims the extents, the outermost first
   * @param strides how many elements neighbours lie apart
   */
  public record Axes(ImmutableIntArray dims, ImmutableIntArray strides) {
    /** Returns the number of coordinates. */
    public int size() {
      int size = 1;
      for (int i = 0; i < dims.length(); i++) {
        size *= dims.get(i);
      }
      return size;
    }

    /** Returns where the coordinates with the given row-major number lie. */
    public int offset(int number) {
      int offset = 0;
      int rest = number;
      for (int i = dims.length() - 1; i > 0; i--) {
        offset += rest % dims.get(i) * strides.get(i);
        rest /= dims.get(i);
      }
      return dims.isEmpty() ? 0 : offset + rest * strides.get(0);
    }
  }

  /** Returns how many output elements neighbouring runs make, if runs are reduced. */
  public int keptNeighbours() {
    int last = kept.dims.length() - 1;
    return last >= 0 && kept.strides.get(last) == run ? kept.dims.get(last) : 1;
  }

  private record Axis(boolean reduced, int dim, int stride) {}

  /** Returns the geometry of a reduction of a shape over axes. */
  public static ReductionGeometry of(Shape in, ImmutableIntArray axes) {
    ImmutableIntArray strides = in.strides();
    List<Axis> merged = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      int dim = in.dim(i);
      boolean reduced = axes.contains(i);
      if (!merged.isEmpty() && merged.getLast().reduced == reduced) {
        merged.add(new Axis(reduced, merged.removeLast().dim * dim, strides.get(i)));
      } else if (dim != 1) {
        merged.add(new Axis(reduced, dim, strides.get(i)));
      }
    }
    Axis run = merged.isEmpty() ? new Axis(true, 1, 1) : merged.removeLast();
    return new ReductionGeometry(run.reduced, run.dim, select(merged, false), select(merged, true));
  }

  private static Axes select(List<Axis> of, boolean reduced) {
    List<Axis> some = of.stream().filter(a -> a.reduced == reduced).toList();
    return new Axes(
        ImmutableIntArray.copyOf(some.stream().mapToInt(Axis::dim)),
        ImmutableIntArray.copyOf(some.stream().mapToInt(Axis::stride)));
  }
}
