package dev.adjoint.ops.support;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A copy of planes, with their padding, in which neighbouring places of a window have neighbouring
 * elements under each tap: whatever the stride, what lies under a tap at all places is one window
 * into the copy, and another tap is another offset. To this end the elements that a stride visits
 * are laid out apart from those that it leaps over, as a plane of their own.
 *
 * <p>At the end of each line are positions that are no places, as many as the window is wider than
 * one tap. They are computed with the rest, for it is cheaper than to leave them out, and not
 * looked at.
 *
 * <p>A lattice may cover only some places along the first axis, and is moved along it.
 */
final class Lattice {
  /**
   * What is computed of a lattice: the places of a convolution, or those elements of its input that
   * lie under the same taps.
   *
   * @param taps the taps, in the order of their terms
   * @param offsets what to add to a position for the element under each tap
   * @param lines where the positions lie in a plane of the result
   */
  record Target(int[] taps, int[] offsets, GridLines lines) {}

  private final GridLines[] phases;
  private final int phase;
  private final int[] strides;
  private final Shape positions;
  private final ImmutableList<Target> targets;

  private Lattice(
      GridLines[] phases, int[] sizes, int[] strides, Shape positions, List<Target> targets) {
    this.phases = phases;
    this.strides = strides;
    this.positions = positions;
    this.targets = ImmutableList.copyOf(targets);
    phase = sizes[0] * strides[0];
  }

  /** Returns the lattice of a convolution's input, for some lines of places. */
  static Lattice ofInput(ConvSizes sizes, int lines) {
    int axes = sizes.to().rank();
    Shape positions = withLines(sizes.to(), lines);
    int[] size = new int[axes];
    int[] phaseCounts = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      size[axis] = positions.dim(axis) + reach(sizes, axis);
      phaseCounts[axis] = phases(sizes, axis).length;
    }
    int[] strides = Shape.of(size).strides().toArray();
    Shape phaseShape = Shape.of(phaseCounts);
    GridLines[] phases = new GridLines[phaseShape.size()];
    for (int f = 0; f < phases.length; f++) {
      GridLines.Axis[] grid = new GridLines.Axis[axes];
      for (int axis = 0; axis < axes; axis++) {
        int number = coordinate(phaseShape, f, axis);
        int origin = phases(sizes, axis)[number] - sizes.sliding().low().get(axis);
        int step = sizes.sliding().strides().get(axis);
        grid[axis] =
            new GridLines.Axis(sizes.from().dim(axis), origin, step, size[axis], strides[axis]);
      }
      phases[f] = new GridLines(grid);
    }
    int[] taps = new int[sizes.window().size()];
    int[] offsets = new int[taps.length];
    for (int tap = 0; tap < taps.length; tap++) {
      taps[tap] = tap;
      int number = 0;
      for (int axis = 0; axis < axes; axis++) {
        int distance = distance(sizes, tap, axis);
        int stride = sizes.sliding().strides().get(axis);
        int[] of = phases(sizes, axis);
        number = number * of.length + Arrays.binarySearch(of, distance % stride);
        offsets[tap] += distance / stride * strides[axis];
      }
      offsets[tap] += number * size[0] * strides[0];
    }
    GridLines.Axis[] places = new GridLines.Axis[axes];
    for (int axis = 0; axis < axes; axis++) {
      places[axis] =
          new GridLines.Axis(sizes.to().dim(axis), 0, 1, positions.dim(axis), strides[axis]);
    }
    Target target = new Target(taps, offsets, new GridLines(places));
    return new Lattice(phases, size, strides, positions, List.of(target));
  }

  /**
   * Returns the lattice of a convolution's output, for some lines of elements of the input of each
   * residue by the stride. The window is turned around; elements of one residue lie under taps that
   * other residues do not see, so there is a target for each.
   */
  static Lattice ofOutput(ConvSizes sizes, int lines) {
    int axes = sizes.to().rank();
    Shape positions = withLines(transposedPositions(sizes), lines);
    int[] size = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      size[axis] = positions.dim(axis) + reach(sizes, axis);
    }
    int[] strides = Shape.of(size).strides().toArray();
    GridLines.Axis[] grid = new GridLines.Axis[axes];
    for (int axis = 0; axis < axes; axis++) {
      int origin = firstPosition(sizes, axis) - reach(sizes, axis);
      grid[axis] = new GridLines.Axis(sizes.to().dim(axis), origin, 1, size[axis], strides[axis]);
    }
    Shape residues = Shape.of(sizes.sliding().strides().toArray());
    List<Target> targets = new ArrayList<>();
    for (int number = 0; number < residues.size(); number++) {
      targets.add(residue(sizes, residues, number, positions, strides));
    }
    return new Lattice(new GridLines[] {new GridLines(grid)}, size, strides, positions, targets);
  }

  private static Target residue(
      ConvSizes sizes, Shape residues, int number, Shape positions, int... strides) {
    int axes = positions.rank();
    List<Integer> taps = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    // The place moves forward as the tap moves back.
    for (int tap = sizes.window().size() - 1; tap >= 0; tap--) {
      int offset = 0;
      boolean fits = true;
      for (int axis = 0; axis < axes; axis++) {
        int distance = distance(sizes, tap, axis);
        int stride = residues.dim(axis);
        fits &= distance % stride == coordinate(residues, number, axis);
        offset += (reach(sizes, axis) - distance / stride) * strides[axis];
      }
      if (fits) {
        taps.add(tap);
        offsets.add(offset);
      }
    }
    GridLines.Axis[] elements = new GridLines.Axis[axes];
    for (int axis = 0; axis < axes; axis++) {
      int stride = residues.dim(axis);
      int origin =
          firstPosition(sizes, axis) * stride
              + coordinate(residues, number, axis)
              - sizes.sliding().low().get(axis);
      elements[axis] =
          new GridLines.Axis(
              sizes.from().dim(axis), origin, stride, positions.dim(axis), strides[axis]);
    }
    return new Target(ints(taps), ints(offsets), new GridLines(elements));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns how many positions {@link #ofOutput} has in all along each axis. */
  static Shape transposedPositions(ConvSizes sizes) {
    int[] positions = new int[sizes.to().rank()];
    for (int axis = 0; axis < positions.length; axis++) {
      int last = sizes.from().dim(axis) - 1 + sizes.sliding().low().get(axis);
      int stride = sizes.sliding().strides().get(axis);
      positions[axis] = Math.floorDiv(last, stride) - firstPosition(sizes, axis) + 1;
    }
    return Shape.of(positions);
  }

  /** Returns the quotient by the stride of the first element, with the padding before it. */
  private static int firstPosition(ConvSizes sizes, int axis) {
    return Math.floorDiv(sizes.sliding().low().get(axis), sizes.sliding().strides().get(axis));
  }

  private static Shape withLines(Shape positions, int lines) {
    return Shape.of(lines).concat(positions.slice(1, positions.rank()));
  }

  /** Returns how many positions more than places a lattice has along an axis. */
  static int reach(ConvSizes sizes, int axis) {
    int window = (sizes.window().dim(axis) - 1) * sizes.sliding().dilations().get(axis);
    return window / sizes.sliding().strides().get(axis);
  }

  /** Returns how far a tap is from the first one. */
  private static int distance(ConvSizes sizes, int tap, int axis) {
    return coordinate(sizes.window(), tap, axis) * sizes.sliding().dilations().get(axis);
  }

  /** Returns the residues by the stride of the taps' distances, in order. */
  private static int[] phases(ConvSizes sizes, int axis) {
    int stride = sizes.sliding().strides().get(axis);
    int dilation = sizes.sliding().dilations().get(axis);
    int[] all = new int[sizes.window().dim(axis)];
    Arrays.setAll(all, tap -> tap * dilation % stride);
    return Arrays.stream(all).sorted().distinct().toArray();
  }

  private static int coordinate(Shape shape, int index, int axis) {
    return index / shape.strides().get(axis) % shape.dim(axis);
  }

  /** Returns the number of elements of the copy of a plane. */
  int plane() {
    return phases.length * phase;
  }

  /** Returns how many neighbouring positions have all places among them. */
  int span() {
    int span = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      span += (positions.dim(axis) - 1) * strides[axis];
    }
    return span;
  }

  /** Returns what is to be computed. */
  ImmutableList<Target> targets() {
    return targets;
  }

  /** Returns the position of each place, in order. */
  int[] places() {
    int[] places = new int[positions.size()];
    for (int i = 0; i < places.length; i++) {
      for (int axis = 0; axis < strides.length; axis++) {
        places[i] += coordinate(positions, i, axis) * strides[axis];
      }
    }
    return places;
  }

  /** Returns, for some channels and the taps of each, where the elements under them begin. */
  int[] offsets(Target target, int channels) {
    int[] offsets = new int[channels * target.offsets().length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] =
          i / target.offsets().length * plane() + target.offsets()[i % target.offsets().length];
    }
    return offsets;
  }

  /** Copies what is not padding from a plane; padding stays what it is in the copy. */
  void copy(PlaneLoops loops, Object x, int plane, Object y, int at, int moved) {
    for (int f = 0; f < phases.length; f++) {
      phases[f].read(loops, x, plane, y, at + f * phase, moved);
    }
  }
}
