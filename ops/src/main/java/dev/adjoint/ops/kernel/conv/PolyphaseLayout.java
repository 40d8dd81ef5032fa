// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A padded copy of planes in which neighbouring output positions of a window have neighbouring
 * elements under each tap. Whatever the stride, the elements under a tap at all output positions
 * are one window into the copy, and another tap is another offset. For this, elements are grouped
 * by their coordinate modulo the stride, each group a plane of its own (a polyphase layout).
 *
 * <p>At the end of each line are positions that are no output positions: the width of the window
 * less one, minus padding shared with the beginning of the next line. They are computed with the
 * rest, which is cheaper than skipping them, and ignored. A dense layout has none: it has a plane
 * for each tap along the last axis, so it copies more and computes less.
 *
 * <p>A layout may cover only some output positions along the first axis, and can be moved along it.
 */
final class PolyphaseLayout {
  /**
   * The positions computed from a layout: the output positions of a convolution, or the elements of
   * its input that lie under the same taps.
   *
   * @param taps the taps, in the order of their terms
   * @param offsets the distance from a position to the element under each tap
   * @param lines the place of the positions in a plane of the result
   */
  record Target(int[] taps, int[] offsets, GridLines lines) {}

  /**
   * The layout of an axis.
   *
   * @param extent the extent of the plane that is copied
   * @param origins for each copy the coordinate of position 0
   * @param step the distance between the coordinates of neighbouring positions
   * @param size the positions of a copy
   * @param copy for each tap the copy that holds the element under it
   * @param shift for each tap the distance of that element from the output position, in positions
   */
  private record AxisLayout(
      int extent, int[] origins, int step, int size, int[] copy, int[] shift) {
    static AxisLayout of(
        int extent, int[] origins, int step, int size, int[] values, int... shift) {
      int[] copy = Arrays.stream(values).map(v -> Arrays.binarySearch(origins, v)).toArray();
      return new AxisLayout(extent, origins, step, size, copy, shift);
    }

    /**
     * Returns the smallest length of lines if each line is followed by the beginning of the next:
     * all elements must fit, and positions that read padding must find it.
     *
     * @param outputPositions the number of output positions
     * @param reach the number of further positions without sharing
     */
    static int shared(int extent, int[] origins, int step, int outputPositions, int reach) {
      int all = outputPositions + reach;
      int size = outputPositions;
      int padding = all;
      for (int origin : origins) {
        GridLines.Axis axis = new GridLines.Axis(extent, origin, step, all, 1);
        size = Math.max(size, axis.high());
        padding = Math.min(padding, axis.low());
      }
      return Math.max(size, all - padding);
    }
  }

  private final ImmutableList<GridLines> copies;
  private final int copySize;
  private final int[] strides;
  private final Shape positions;
  private final ImmutableList<Target> targets;

  /** The number of positions read beyond the last line. */
  private final int overhang;

  private PolyphaseLayout(
      ConvSizes sizes,
      List<AxisLayout> layouts,
      Shape positions,
      int[] strides,
      ImmutableList<Target> targets) {
    this.positions = positions;
    int last = strides.length - 1;
    overhang = Math.max(0, positions.dim(last) + reach(sizes, last) - layouts.getLast().size);
    this.strides = strides;
    this.targets = targets;
    copySize = layouts.getFirst().size * strides[0];
    Shape counts = Shape.of(layouts.stream().mapToInt(layout -> layout.origins.length).toArray());
    copies =
        IntStream.range(0, counts.size())
            .mapToObj(number -> lines(layouts, strides, counts, number))
            .collect(ImmutableList.toImmutableList());
  }

  private static GridLines lines(
      List<AxisLayout> layouts, int[] strides, Shape counts, int number) {
    GridLines.Axis[] axes = new GridLines.Axis[strides.length];
    for (int axis = 0; axis < axes.length; axis++) {
      AxisLayout layout = layouts.get(axis);
      int origin = layout.origins[coordinate(counts, number, axis)];
      axes[axis] =
          new GridLines.Axis(layout.extent, origin, layout.step, layout.size, strides[axis]);
    }
    return new GridLines(axes);
  }

  /** Returns the layout of a convolution's input, for some lines of output positions. */
  static PolyphaseLayout ofInput(ConvSizes sizes, int lines, boolean dense) {
    return ofInput(sizes, lines, sizes.to().rank() - (dense ? 1 : 0));
  }

  /**
   * Returns the layout of a convolution's input, for some lines of output positions, that is dense
   * along all axes but the first: output positions that follow one another are neighbours.
   */
  static PolyphaseLayout ofNeighbours(ConvSizes sizes, int lines) {
    return ofInput(sizes, lines, 1);
  }

  /** Returns the layout that is dense from one axis on. */
  private static PolyphaseLayout ofInput(ConvSizes sizes, int lines, int firstDense) {
    Shape positions = withLines(sizes.to(), lines);
    int axes = positions.rank();
    List<AxisLayout> layouts = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      layouts.add(inputAxis(sizes, axis, positions.dim(axis), axis >= firstDense));
    }
    int[] strides = strides(layouts);
    GridLines.Axis[] outputPositions = new GridLines.Axis[axes];
    for (int axis = 0; axis < axes; axis++) {
      outputPositions[axis] =
          new GridLines.Axis(sizes.to().dim(axis), 0, 1, positions.dim(axis), strides[axis]);
    }
    int[] taps = IntStream.range(0, sizes.window().size()).toArray();
    int[] offsets = Arrays.stream(taps).map(t -> offset(sizes, layouts, strides, t)).toArray();
    Target target = new Target(taps, offsets, new GridLines(outputPositions));
    return new PolyphaseLayout(sizes, layouts, positions, strides, ImmutableList.of(target));
  }

  private static AxisLayout inputAxis(
      ConvSizes sizes, int axis, int outputPositions, boolean dense) {
    int stride = sizes.options().strides().get(axis);
    int low = sizes.options().low().get(axis);
    int[] distances = distances(sizes, axis);
    int[] values = Arrays.stream(distances).map(d -> (dense ? d : d % stride) - low).toArray();
    int[] shift = Arrays.stream(distances).map(d -> dense ? 0 : d / stride).toArray();
    int[] origins = Arrays.stream(values).sorted().distinct().toArray();
    int extent = sizes.from().dim(axis);
    int size =
        dense ? outputPositions : size(sizes, axis, extent, origins, stride, outputPositions);
    return AxisLayout.of(extent, origins, stride, size, values, shift);
  }

  /**
   * Returns the layout of a convolution's output, for some lines of elements of the input of each
   * residue by the stride. The window is reversed. Elements of different residues lie under
   * different taps, so there is a target for each residue.
   */
  static PolyphaseLayout ofOutput(ConvSizes sizes, int lines, boolean dense) {
    Shape positions = withLines(transposedPositions(sizes), lines);
    int axes = positions.rank();
    List<AxisLayout> layouts = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      layouts.add(outputAxis(sizes, axis, positions.dim(axis), dense && axis == axes - 1));
    }
    int[] strides = strides(layouts);
    Shape residues = Shape.of(sizes.options().strides().toArray());
    ImmutableList<Target> targets =
        IntStream.range(0, residues.size())
            .mapToObj(number -> residue(sizes, layouts, positions, residues, number))
            .collect(ImmutableList.toImmutableList());
    return new PolyphaseLayout(sizes, layouts, positions, strides, targets);
  }

  private static AxisLayout outputAxis(ConvSizes sizes, int axis, int elements, boolean dense) {
    int stride = sizes.options().strides().get(axis);
    int first = firstPosition(sizes, axis);
    int reach = reach(sizes, axis);
    int[] back = Arrays.stream(distances(sizes, axis)).map(d -> d / stride).toArray();
    int[] values = Arrays.stream(back).map(d -> first - (dense ? d : reach)).toArray();
    int[] shift = Arrays.stream(back).map(d -> dense ? 0 : reach - d).toArray();
    int[] origins = Arrays.stream(values).sorted().distinct().toArray();
    int extent = sizes.to().dim(axis);
    int size = dense ? elements : size(sizes, axis, extent, origins, 1, elements);
    return AxisLayout.of(extent, origins, 1, size, values, shift);
  }

  /** Returns the positions of an axis that is not dense; lines, along the last, share padding. */
  private static int size(
      ConvSizes sizes, int axis, int extent, int[] origins, int step, int outputPositions) {
    int reach = reach(sizes, axis);
    return axis == sizes.to().rank() - 1
        ? AxisLayout.shared(extent, origins, step, outputPositions, reach)
        : outputPositions + reach;
  }

  private static Target residue(
      ConvSizes sizes, List<AxisLayout> layouts, Shape positions, Shape residues, int number) {
    int[] strides = strides(layouts);
    // The output position moves forward as the tap moves back.
    int[] taps =
        IntStream.iterate(sizes.window().size() - 1, tap -> tap >= 0, tap -> tap - 1)
            .filter(tap -> isSeen(sizes, tap, residues, number))
            .toArray();
    int[] offsets = Arrays.stream(taps).map(t -> offset(sizes, layouts, strides, t)).toArray();
    GridLines.Axis[] elements = new GridLines.Axis[strides.length];
    for (int axis = 0; axis < strides.length; axis++) {
      int stride = residues.dim(axis);
      int first = firstPosition(sizes, axis) * stride - sizes.options().low().get(axis);
      int origin = first + coordinate(residues, number, axis);
      elements[axis] =
          new GridLines.Axis(
              sizes.from().dim(axis), origin, stride, positions.dim(axis), strides[axis]);
    }
    return new Target(taps, offsets, new GridLines(elements));
  }

  private static boolean isSeen(ConvSizes sizes, int tap, Shape residues, int number) {
    boolean seen = true;
    for (int axis = 0; axis < residues.rank(); axis++) {
      int distance = distances(sizes, axis)[coordinate(sizes.window(), tap, axis)];
      seen &= distance % residues.dim(axis) == coordinate(residues, number, axis);
    }
    return seen;
  }

  /** Returns the distance of the element under a tap from the output position. */
  private static int offset(ConvSizes sizes, List<AxisLayout> layouts, int[] strides, int tap) {
    int copy = 0;
    int offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      AxisLayout layout = layouts.get(axis);
      int k = coordinate(sizes.window(), tap, axis);
      copy = copy * layout.origins.length + layout.copy[k];
      offset += layout.shift[k] * strides[axis];
    }
    return copy * layouts.getFirst().size * strides[0] + offset;
  }

  private static int[] strides(List<AxisLayout> layouts) {
    return Shape.of(layouts.stream().mapToInt(AxisLayout::size).toArray()).strides().toArray();
  }

  /** Returns the number of positions of {@link #ofOutput} along each axis. */
  static Shape transposedPositions(ConvSizes sizes) {
    int[] positions = new int[sizes.to().rank()];
    for (int axis = 0; axis < positions.length; axis++) {
      int last = sizes.from().dim(axis) - 1 + sizes.options().low().get(axis);
      int stride = sizes.options().strides().get(axis);
      positions[axis] = Math.floorDiv(last, stride) - firstPosition(sizes, axis) + 1;
    }
    return Shape.of(positions);
  }

  /** Returns the quotient by the stride of the first element, with the padding before it. */
  private static int firstPosition(ConvSizes sizes, int axis) {
    return Math.floorDiv(sizes.options().low().get(axis), sizes.options().strides().get(axis));
  }

  private static Shape withLines(Shape positions, int lines) {
    return Shape.of(lines).concat(positions.slice(1, positions.rank()));
  }

  /** Returns the number of positions of a layout along an axis that are no output positions. */
  static int reach(ConvSizes sizes, int axis) {
    int window = (sizes.window().dim(axis) - 1) * sizes.options().dilations().get(axis);
    return window / sizes.options().strides().get(axis);
  }

  /** Returns the distance of each tap along an axis from the first. */
  private static int[] distances(ConvSizes sizes, int axis) {
    int dilation = sizes.options().dilations().get(axis);
    return IntStream.range(0, sizes.window().dim(axis)).map(tap -> tap * dilation).toArray();
  }

  private static int coordinate(Shape shape, int index, int axis) {
    return index / shape.strides().get(axis) % shape.dim(axis);
  }

  /** Returns the number of elements of all copies of a plane. */
  int plane() {
    return copies.size() * copySize;
  }

  /**
   * Returns the number of elements that are read from the copies of some planes, one after another.
   */
  int size(int planes) {
    return planes * plane() + overhang;
  }

  /** Returns the number of lines of all copies of a plane. */
  int lines() {
    return plane() / Math.max(1, strides[strides.length - 2]);
  }

  /** Returns the number of consecutive positions that contain all output positions. */
  int span() {
    int span = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      span += (positions.dim(axis) - 1) * strides[axis];
    }
    return span;
  }

  /** Returns the positions to compute. */
  ImmutableList<Target> targets() {
    return targets;
  }

  /** Returns the position of each output position, in order. */
  int[] outputPositions() {
    int[] outputPositions = new int[positions.size()];
    for (int i = 0; i < outputPositions.length; i++) {
      for (int axis = 0; axis < strides.length; axis++) {
        outputPositions[i] += coordinate(positions, i, axis) * strides[axis];
      }
    }
    return outputPositions;
  }

  /**
   * Returns, for some channels and the taps of each, the index of the first element under the tap.
   */
  int[] offsets(Target target, int channels) {
    int[] offsets = new int[channels * target.offsets().length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] =
          i / target.offsets().length * plane() + target.offsets()[i % target.offsets().length];
    }
    return offsets;
  }

  /** Copies the elements of a plane; the padding in the copy is left as it is. */
  void copy(PlaneLoops loops, Object x, int plane, Object y, int at, int moved) {
    for (int copy = 0; copy < copies.size(); copy++) {
      copies.get(copy).read(loops, x, plane, y, at + copy * copySize, moved);
    }
  }
}
