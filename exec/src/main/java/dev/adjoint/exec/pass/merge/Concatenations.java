// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values put one after the other, each list of them once. */
public final class Concatenations {
  private record Key(int axis, ImmutableList<Value> values) {}

  private final Map<Key, Value> known = new HashMap<>();

  /** Creates an empty collection. */
  public Concatenations() {}

  /** Returns the values one after the other along an axis. */
  public Value along(int axis, List<Value> values) {
    Key key = new Key(axis, ImmutableList.copyOf(values));
    Value concatenated = known.get(key);
    if (concatenated == null) {
      Optional<Value> view = axis == 0 ? evenlySpaced(key.values) : Optional.empty();
      concatenated =
          view.isPresent() ? view.get() : Node.of(new Concatenation(axis), key.values).output(0);
      known.put(key, concatenated);
    }
    return concatenated;
  }

  /**
   * Returns views of one value that lie evenly spaced in it, one after the other along the first
   * axis, as one view; empty if the values are something else.
   */
  private static Optional<Value> evenlySpaced(List<Value> values) {
    Value first = values.getFirst();
    Optional<IndexMap> map = mapOf(first);
    if (map.isEmpty() || first.shape().rank() == 0 || values.size() < 2) {
      return Optional.empty();
    }
    Value source = first.node().inputs().getFirst();
    int step = offset(values.get(1)) - map.get().offset();
    for (int i = 1; i < values.size(); i++) {
      IndexMap expected = moved(map.get(), i * step);
      if (!mapOf(values.get(i)).equals(Optional.of(expected))
          || !values.get(i).node().inputs().getFirst().equals(source)) {
        return Optional.empty();
      }
    }
    Shape one = first.shape();
    ImmutableIntArray strides =
        ImmutableIntArray.builder().add(step).addAll(map.get().strides()).build();
    IndexMap all = IndexMap.of(one.insert(0, values.size()), map.get().offset(), strides);
    Shape concatenated = one.with(0, values.size() * one.dim(0));
    return Optional.of(StridedView.reshape(StridedView.view(source, all), concatenated));
  }

  private static Optional<IndexMap> mapOf(Value value) {
    Optional<IndexMap> map = StridedView.mapOf(value);
    return map.isPresent() && map.get().isTotal() ? map : Optional.empty();
  }

  private static int offset(Value value) {
    Optional<IndexMap> map = mapOf(value);
    return map.isPresent() ? map.get().offset() : 0;
  }

  private static IndexMap moved(IndexMap map, int by) {
    return IndexMap.of(map.shape(), map.offset() + by, map.strides());
  }

  /** Returns rows of a value from its first axis: {@code count} of them from {@code start} on. */
  public static Value rows(Value value, int start, int count) {
    Shape shape = value.shape().with(0, count);
    ImmutableIntArray strides = value.shape().strides();
    int offset = start * strides.get(0);
    return StridedView.view(value, IndexMap.of(shape, offset, strides));
  }

  /** Returns a matrix transposed, as a view. */
  public static Value transposed(Value matrix) {
    int rows = matrix.shape().dim(0);
    int columns = matrix.shape().dim(1);
    ImmutableIntArray strides = ImmutableIntArray.of(1, columns);
    return StridedView.view(matrix, IndexMap.of(Shape.of(columns, rows), 0, strides));
  }

  /** A value that a sum has zeros around. */
  private record Piece(Value value, int start) {}

  /**
   * Returns the sum of values that have zeros around them, if each element of the sum comes from
   * exactly one of them, as the values one after the other; empty if that is not so.
   *
   * @param padded values of one shape
   */
  public Optional<Value> sumOfPadded(List<Value> padded) {
    Shape shape = padded.getFirst().shape();
    for (int axis = 0; axis < shape.rank(); axis++) {
      List<Piece> pieces = new ArrayList<>();
      for (Value value : padded) {
        Optional<Piece> piece = piece(value, axis);
        if (piece.isPresent()) {
          pieces.add(piece.get());
        }
      }
      pieces.sort((a, b) -> Integer.compare(a.start, b.start));
      if (pieces.size() == padded.size() && tile(pieces, axis, shape.dim(axis))) {
        List<Value> values = new ArrayList<>();
        for (Piece piece : pieces) {
          values.add(piece.value);
        }
        return Optional.of(along(axis, values));
      }
    }
    return Optional.empty();
  }

  private static boolean tile(List<Piece> pieces, int axis, int extent) {
    int end = 0;
    for (Piece piece : pieces) {
      if (piece.start != end) {
        return false;
      }
      end += piece.value.shape().dim(axis);
    }
    return end == extent;
  }

  /**
   * Returns the part of a value between zeros, if these lie before and after it along the axis
   * alone.
   */
  private static Optional<Piece> piece(Value value, int axis) {
    Optional<IndexMap> map = StridedView.mapOf(value);
    if (map.isEmpty() || map.get().isTotal() || !hasZerosAround(value)) {
      return Optional.empty();
    }
    Shape shape = value.shape();
    for (int i = 0; i < shape.rank(); i++) {
      if (i != axis && (map.get().low().get(i) > 0 || map.get().high().get(i) < shape.dim(i))) {
        return Optional.empty();
      }
    }
    int start = map.get().low().get(axis);
    int end = map.get().high().get(axis);
    if (start < 0 || end > shape.dim(axis) || start >= end) {
      return Optional.empty();
    }
    Value source = value.node().inputs().getFirst();
    Shape inside = shape.with(axis, end - start);
    int first = map.get().offset() + start * map.get().strides().get(axis);
    IndexMap moved = IndexMap.of(inside, first, map.get().strides());
    return moved.isIdentity(source.type().size())
        ? Optional.of(new Piece(StridedView.reshape(source, inside), start))
        : Optional.empty();
  }

  /** Returns whether a view puts +0 where it has nothing of its input. */
  private static boolean hasZerosAround(Value value) {
    return value.node().op() instanceof ViewOp view && Double.doubleToRawLongBits(view.fill()) == 0;
  }
}
