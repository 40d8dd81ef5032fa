// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableIntArray;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ShapeProperties {
  @Provide
  Arbitrary<Shape> shapes() {
    return Arbitraries.integers()
        .between(0, 5)
        .array(int[].class)
        .ofMaxSize(4)
        .map(dims -> Shape.of(dims));
  }

  /** Extents of 1 and 3 mostly, so that many pairs broadcast. */
  @Provide
  Arbitrary<Shape> broadcastable() {
    return Arbitraries.of(1, 1, 1, 3, 3, 2)
        .array(int[].class)
        .ofMaxSize(3)
        .map(dims -> Shape.of(dims));
  }

  @Property
  void sizeIsTheProductOfTheExtents(@ForAll("shapes") Shape shape) {
    assertThat(shape.size()).isEqualTo(shape.dims().stream().reduce(1, (a, b) -> a * b));
  }

  @Property
  void equalityIsThatOfTheExtents(@ForAll("shapes") Shape a, @ForAll("shapes") Shape b) {
    assertThat(a.equals(b)).isEqualTo(a.dims().equals(b.dims()));
    assertThat(Shape.of(a.dims())).isEqualTo(a).hasSameHashCodeAs(a);
  }

  @Property
  void stridesNumberTheCoordinatesInOrder(@ForAll("shapes") Shape shape) {
    ImmutableIntArray strides = shape.strides();
    for (int element = 0; element < shape.size(); element++) {
      int at = 0;
      for (int axis = 0; axis < shape.rank(); axis++) {
        at += element / strides.get(axis) % shape.dim(axis) * strides.get(axis);
      }
      assertThat(at).isEqualTo(element);
    }
  }

  @Property
  void theIdentityMapFindsEveryElementAtItsPlace(@ForAll("shapes") Shape shape) {
    IndexMap map = IndexMap.identity(shape);
    assertThat(map.isIdentity(shape.size())).isTrue();
    assertThat(map.isTotal()).isTrue();
    assertThat(map.staysWithin(shape.size())).isTrue();
    assertThat(map.staysWithin(shape.size() - 1)).isEqualTo(shape.size() == 0);
    for (int element = 0; element < shape.size(); element++) {
      int[] coordinates = new int[shape.rank()];
      for (int axis = 0, rest = element; axis < shape.rank(); axis++) {
        coordinates[axis] = rest / shape.strides().get(axis);
        rest %= shape.strides().get(axis);
      }
      assertThat(map.index(coordinates)).isEqualTo(element);
    }
  }

  @Property
  void insertingAndLeavingOutCancel(
      @ForAll("shapes") Shape shape,
      @ForAll @IntRange(max = 4) int at,
      @ForAll @IntRange(max = 9) int extent) {
    int axis = Math.min(at, shape.rank());
    Shape longer = shape.insert(axis, extent);
    assertThat(longer.dim(axis)).isEqualTo(extent);
    assertThat(longer.without(ImmutableIntArray.of(axis))).isEqualTo(shape);
    assertThat(shape.insert(axis - shape.rank() - 1, extent)).isEqualTo(longer);
  }

  @Property
  void slicesConcatenateToTheWhole(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 4) int cut) {
    int at = Math.min(cut, shape.rank());
    assertThat(shape.slice(0, at).concat(shape.slice(at, shape.rank()))).isEqualTo(shape);
  }

  @Property
  void broadcastingCommutesAndBothBroadcastToTheResult(
      @ForAll("broadcastable") Shape a, @ForAll("broadcastable") Shape b) {
    if (!compatible(a, b)) {
      assertThatThrownBy(() -> Shape.broadcast("add", a, b)).isInstanceOf(ShapeException.class);
      assertThatThrownBy(() -> Shape.broadcast("add", b, a)).isInstanceOf(ShapeException.class);
      return;
    }
    Shape both = Shape.broadcast("add", a, b);
    assertThat(Shape.broadcast("add", b, a)).isEqualTo(both);
    assertThat(a.broadcastsTo(both)).isTrue();
    assertThat(b.broadcastsTo(both)).isTrue();
    assertThat(a.broadcastsTo(b)).isEqualTo(both.equals(b));
  }

  @Property
  void broadcastingIsAssociative(
      @ForAll("broadcastable") Shape a,
      @ForAll("broadcastable") Shape b,
      @ForAll("broadcastable") Shape c) {
    if (compatible(a, b) && compatible(b, c) && compatible(a, c)) {
      assertThat(Shape.broadcast("add", Shape.broadcast("add", a, b), c))
          .isEqualTo(Shape.broadcast("add", a, Shape.broadcast("add", b, c)));
    }
  }

  @Property
  void broadcastingWithItselfOrAScalarChangesNothing(@ForAll("shapes") Shape shape) {
    assertThat(Shape.broadcast("add", shape, shape)).isEqualTo(shape);
    assertThat(Shape.broadcast("add", shape, Shape.SCALAR)).isEqualTo(shape);
    assertThat(shape.broadcastsTo(shape)).isTrue();
    assertThat(Shape.SCALAR.broadcastsTo(shape)).isTrue();
  }

  /** States the rule another way than {@link Shape} does. */
  private static boolean compatible(Shape a, Shape b) {
    for (int i = 1; i <= Math.min(a.rank(), b.rank()); i++) {
      int x = a.dim(-i);
      int y = b.dim(-i);
      if (Math.min(x, y) != 1 && x != y) {
        return false;
      }
    }
    return true;
  }
}
