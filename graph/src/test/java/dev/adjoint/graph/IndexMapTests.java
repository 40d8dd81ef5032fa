// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableIntArray;
import org.junit.jupiter.api.Test;

class IndexMapTests {
  /** One element of padding before and after an input of three elements. */
  private final IndexMap padded =
      new IndexMap(
          Shape.of(5),
          -1,
          ImmutableIntArray.of(1),
          ImmutableIntArray.of(1),
          ImmutableIntArray.of(4));

  private final IndexMap transposed = IndexMap.of(Shape.of(3, 2), 0, ImmutableIntArray.of(1, 3));

  @Test
  void coordinatesOutOfBoundsMeanTheFillValue() {
    int[] found = new int[5];
    for (int i = 0; i < 5; i++) {
      found[i] = padded.index(i);
    }
    assertThat(found).containsExactly(-1, 0, 1, 2, -1);
    assertThat(padded.isTotal()).isFalse();
    assertThat(padded.staysWithin(3)).isTrue();
    assertThat(padded.staysWithin(2)).isFalse();
  }

  @Test
  void aTransposeIsTotalButNoIdentity() {
    assertThat(transposed.index(2, 1)).isEqualTo(5);
    assertThat(transposed.isTotal()).isTrue();
    assertThat(transposed.isIdentity(6)).isFalse();
    assertThat(transposed.staysWithin(6)).isTrue();
    assertThat(transposed.staysWithin(5)).isFalse();
  }

  @Test
  void stridesOfAxesOfOneElementDoNotMatter() {
    IndexMap map = IndexMap.of(Shape.of(1, 3), 0, ImmutableIntArray.of(99, 1));
    assertThat(map.isIdentity(3)).isTrue();
    assertThat(map.isIdentity(4)).isFalse();
  }

  @Test
  void aMapBeforeTheInputLeavesIt() {
    assertThat(IndexMap.of(Shape.of(3), 1, ImmutableIntArray.of(-1)).staysWithin(3)).isFalse();
    assertThat(IndexMap.of(Shape.of(3), 2, ImmutableIntArray.of(-1)).staysWithin(3)).isTrue();
    assertThat(IndexMap.of(Shape.of(0), 7, ImmutableIntArray.of(1)).staysWithin(0)).isTrue();
    IndexMap huge = IndexMap.of(Shape.of(1 << 20), 0, ImmutableIntArray.of(1 << 20));
    assertThat(huge.staysWithin(Integer.MAX_VALUE)).isFalse();
  }

  @Test
  void everyAxisNeedsAStrideAndBounds() {
    assertThatThrownBy(() -> IndexMap.of(Shape.of(2, 3), 0, ImmutableIntArray.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "map: strides [1] and bounds [0, 0], [2, 3] do not have one entry an axis of [2, 3]");
  }
}
