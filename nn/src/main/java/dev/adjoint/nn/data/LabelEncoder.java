// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Numbers classes from 0 by their names, and names them again. */
public final class LabelEncoder {
  /** A class more than the digits have: longer lists are cut in texts. */
  private static final int SHOWN = 11;

  private final ImmutableList<String> names;
  private final ImmutableMap<String, Integer> numbers;

  private LabelEncoder(Collection<String> names) {
    this.names = ImmutableList.copyOf(names);
    ImmutableMap.Builder<String, Integer> byName = ImmutableMap.builder();
    for (int i = 0; i < this.names.size(); i++) {
      byName.put(this.names.get(i), i);
    }
    this.numbers = byName.buildOrThrow();
  }

  /**
   * Returns the encoder of the classes among some labels, which are numbered in the order of their
   * characters.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static LabelEncoder of(Collection<String> labels) {
    Preconditions.checkArgument(!labels.isEmpty(), "labels: there are none");
    return new LabelEncoder(labels.stream().distinct().sorted().toList());
  }

  /** Returns the encoder of the integers among some, numbered in their order. */
  static LabelEncoder ofIntegers(long... labels) {
    return new LabelEncoder(
        Arrays.stream(labels).distinct().sorted().mapToObj(Long::toString).toList());
  }

  /**
   * Returns the encoder of classes in the given order.
   *
   * @throws IllegalArgumentException if there is none, or one twice
   */
  public static LabelEncoder ordered(String... classes) {
    Preconditions.checkArgument(classes.length > 0, "labels: there are none");
    Preconditions.checkArgument(
        ImmutableSet.copyOf(classes).size() == classes.length,
        "labels: a class is there twice: %s",
        Arrays.asList(classes));
    return new LabelEncoder(Arrays.asList(classes));
  }

  /** Returns the names of the classes by number. */
  public ImmutableList<String> names() {
    return names;
  }

  /** Returns the number of classes. */
  public int size() {
    return names.size();
  }

  /**
   * Returns the numbers of some labels, I32 {@code [n]}.
   *
   * @throws IllegalArgumentException if a label is unknown
   */
  public Tensor encode(List<String> labels) {
    int[] encoded = new int[labels.size()];
    for (int i = 0; i < encoded.length; i++) {
      Integer number = numbers.get(labels.get(i));
      Preconditions.checkArgument(
          number != null, "labels: '%s' in row %s is none of %s", labels.get(i), i, shown());
      encoded[i] = number;
    }
    return Tensor.wrap(Shape.of(encoded.length), encoded);
  }

  /**
   * Returns the names of some classes.
   *
   * @param classes integers {@code [n]}
   * @throws ShapeException if they are of another type
   * @throws IllegalArgumentException if there is no such class
   */
  public ImmutableList<String> decode(Tensor classes) {
    checkClasses(classes, names.size());
    return Arrays.stream(classes.toLongArray())
        .mapToObj(number -> names.get((int) number))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the classes as rows with a 1 at the number of the class and else 0, F32 {@code [n,
   * size]}.
   *
   * @param classes integers {@code [n]}
   * @throws ShapeException if they are of another type, or there are too many elements
   * @throws IllegalArgumentException if there is no such class
   */
  public Tensor oneHot(Tensor classes) {
    return oneHot(classes, names.size());
  }

  /**
   * Returns classes as rows with a 1 at the number of the class and else 0, F32 {@code [n, count]}.
   *
   * @param classes integers {@code [n]}
   * @param count the number of classes
   * @throws ShapeException if they are of another type, or there are too many elements
   * @throws IllegalArgumentException if there is no such class
   */
  public static Tensor oneHot(Tensor classes, int count) {
    checkClasses(classes, count);
    Shape shape = Shape.of("oneHot", classes.size(), count);
    Buffer rows = Buffer.allocate(DType.F32, shape.size());
    for (int i = 0; i < classes.size(); i++) {
      rows.f32()[i * count + (int) classes.buffer().getLong(i)] = 1;
    }
    return Tensor.over(shape, rows);
  }

  private static void checkClasses(Tensor classes, int count) {
    if (!classes.dtype().isInteger() || classes.shape().rank() != 1) {
      throw new ShapeException("labels", "classes are integers [n], got " + classes.type());
    }
    for (int i = 0; i < classes.size(); i++) {
      long number = classes.buffer().getLong(i);
      Preconditions.checkArgument(
          number >= 0 && number < count,
          "labels: row %s is of class %s, there are classes 0 to %s",
          i,
          number,
          count - 1);
    }
  }

  /** Returns the names of the classes. */
  @Override
  public String toString() {
    return "labels " + shown();
  }

  private String shown() {
    return names.size() <= SHOWN
        ? names.toString()
        : "[%s, … %s in all]".formatted(String.join(", ", names.subList(0, SHOWN)), names.size());
  }
}
