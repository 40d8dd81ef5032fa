// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes a point at which a check fails smaller while it still fails: first its shapes, then its
 * numbers (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002).
 */
final class Shrinker {
  /** So many points are tried at most. */
  private static final int MOST = 400;

  /** Numbers of a tensor that are made simpler one by one. */
  private static final int MOST_NUMBERS = 16;

  /** The simplest numbers, the best first. */
  private static final double[] SIMPLE = {1, 2, 0, -1, 0.5, -2, 3, -0.5};

  private final Function<List<Tensor>, Report> check;
  private List<Tensor> point;
  private Optional<Report> report = Optional.empty();
  private int tries;

  private Shrinker(Function<List<Tensor>, Report> check, List<Tensor> point) {
    this.check = check;
    this.point = point;
  }

  /** A point and what is said of it. */
  record Shrunk(ImmutableList<Tensor> point, Report report) {}

  /**
   * Returns the smallest point that was found; empty if the check does not fail at the given one.
   *
   * @param check what to do at a point
   */
  static Optional<Shrunk> shrink(Function<List<Tensor>, Report> check, List<Tensor> point) {
    Shrinker shrinker = new Shrinker(check, point);
    if (!shrinker.fails(point)) {
      return Optional.empty();
    }
    while (shrinker.shape()) {
      // on to the next extent
    }
    shrinker.values();
    return shrinker.report.map(r -> new Shrunk(ImmutableList.copyOf(shrinker.point), r));
  }

  /** Tries a point, and goes to it if the check fails there, too. */
  private boolean fails(List<Tensor> smaller) {
    if (tries++ >= MOST) {
      return false;
    }
    Report said;
    try {
      said = check.apply(smaller);
    } catch (RuntimeException _) { // the function does not take such arguments
      return false;
    }
    if (said.verdict() != Verdict.WRONG) {
      return false;
    }
    point = smaller;
    report = Optional.of(said);
    return true;
  }

  /** Makes an extent smaller, or leaves out axes; returns whether that was possible. */
  private boolean shape() {
    SortedSet<Integer> extents = new TreeSet<>();
    for (Tensor t : point) {
      IntStream.range(0, t.shape().rank()).map(t.shape()::dim).forEach(extents::add);
    }
    for (int extent : extents.reversed()) {
      for (int smaller : new int[] {1, 2, extent / 2, extent - 1}) {
        if (smaller > 0
            && smaller < extent
            && (everywhere(extent, smaller) || once(extent, smaller))) {
          return true;
        }
      }
    }
    List<Tensor> flat = point.stream().map(Shrinker::withoutOnes).toList();
    return !flat.equals(point) && fails(flat);
  }

  private boolean everywhere(int extent, int smaller) {
    List<Tensor> cut = point;
    for (int i = 0; i < cut.size(); i++) {
      for (int axis = 0; axis < cut.get(i).shape().rank(); axis++) {
        cut = cut.get(i).shape().dim(axis) == extent ? cut(cut, i, axis, smaller) : cut;
      }
    }
    return fails(cut);
  }

  private boolean once(int extent, int smaller) {
    for (int i = 0; i < point.size(); i++) {
      for (int axis = 0; axis < point.get(i).shape().rank(); axis++) {
        if (point.get(i).shape().dim(axis) == extent && fails(cut(point, i, axis, smaller))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the tensors with the first part of one of them along an axis. */
  private static List<Tensor> cut(List<Tensor> tensors, int which, int axis, int extent) {
    Tensor t = tensors.get(which);
    int[] dims = IntStream.range(0, t.shape().rank()).map(t.shape()::dim).toArray();
    int inner = IntStream.range(axis + 1, dims.length).map(i -> dims[i]).reduce(1, (a, b) -> a * b);
    int length = dims[axis] * inner;
    double[] all = t.toDoubleArray();
    double[] kept =
        IntStream.range(0, all.length)
            .filter(i -> i % length < extent * inner)
            .mapToDouble(i -> all[i])
            .toArray();
    dims[axis] = extent;
    List<Tensor> cut = new ArrayList<>(tensors);
    cut.set(which, Tensor.of(t.dtype(), Shape.of(dims), kept));
    return cut;
  }

  private static Tensor withoutOnes(Tensor t) {
    int[] dims =
        IntStream.range(0, t.shape().rank()).map(t.shape()::dim).filter(d -> d != 1).toArray();
    int[] left = dims.length == 0 && t.shape().rank() > 1 ? new int[] {1} : dims;
    return t.shape().rank() < 2 ? t : t.reshape(left);
  }

  private void values() {
    for (int which = 0; which < point.size(); which++) {
      if (point.get(which).dtype() != DType.BOOL && point.get(which).size() > 0) {
        all(which);
        for (int i = 0; i < Math.min(point.get(which).size(), MOST_NUMBERS); i++) {
          one(which, i);
        }
      }
    }
  }

  /** Makes all numbers of a tensor one, or rounds them all. */
  private void all(int which) {
    for (double simple : SIMPLE) {
      double[] same = new double[point.get(which).size()];
      Arrays.fill(same, simple);
      if (fails(with(which, same))) {
        return;
      }
    }
    for (double unit : new double[] {1, 0.5, 0.125}) {
      double[] values = point.get(which).toDoubleArray();
      Arrays.setAll(values, i -> unit * Math.rint(values[i] / unit));
      if (fails(with(which, values))) {
        return;
      }
    }
  }

  private void one(int which, int i) {
    double[] values = point.get(which).toDoubleArray();
    double before = values[i];
    for (double simple : SIMPLE) {
      if (simple == before) {
        return;
      }
      values[i] = simple;
      if (fails(with(which, values))) {
        return;
      }
    }
  }

  private List<Tensor> with(int which, double[] values) {
    List<Tensor> changed = new ArrayList<>(point);
    Tensor t = point.get(which);
    changed.set(which, Tensor.of(t.dtype(), t.shape(), values));
    return changed;
  }
}
