// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockingTests {
  private static Blocking of(int m, int n, int k, boolean across, boolean inPlace) {
    return Blocking.of(RegisterBlock.fit(false, 512, m, n), m, n, k, across, inPlace);
  }

  @Test
  void tilesOfDeepProductsAreSmallEnoughForTheCache() {
    var blocking = of(1024, 1024, 1024, false, false);
    assertThat(blocking.mTile()).isEqualTo(64);
    assertThat(blocking.nTile()).isEqualTo(64);
    assertThat(blocking.step()).isEqualTo(1024);
  }

  @Test
  void tilesGoThroughAllOfTheDepthWhereBIsReadInPlace() {
    var inPlace = of(64, 512, 2048, true, true);
    assertThat(inPlace.depth()).isEqualTo(2048);
    assertThat(inPlace.step()).isEqualTo(512);
    assertThat(of(512, 512, 2048, true, false).depth()).isEqualTo(1024);
  }

  @Test
  void tilesOfTallProductsHaveAllColumns() {
    var tall = of(512, 128, 1024, true, true);
    assertThat(tall.nTile()).isEqualTo(128);
    assertThat(512 / tall.mTile()).isEqualTo(16);
    var wide = of(128, 512, 1024, true, true);
    assertThat(wide.nTile()).isEqualTo(64);
    assertThat(wide.mTile()).isEqualTo(64);
  }

  @Test
  void everythingIsAMultipleOfWhatItIsMadeOf() {
    for (int m = 1; m < 1_500; m = m * 3 / 2 + 1) {
      for (int n = 2; n < 1_500; n = n * 3 / 2 + 1) {
        for (int k = 1; k < 5_000; k = k * 5 / 2 + 1) {
          var blocking = of(m, n, k, (m & 1) != 0, (n & 1) != 0);
          String sizes = m + " × " + n + ", " + k + ": " + blocking;
          assertThat(blocking.mTile() % blocking.rows()).as(sizes).isZero();
          assertThat(blocking.nTile() % blocking.columns()).as(sizes).isZero();
          assertThat(blocking.mBlock() % blocking.mTile()).as(sizes).isZero();
          assertThat(blocking.nBlock() % blocking.nTile()).as(sizes).isZero();
          assertThat(blocking.step()).as(sizes).isBetween(1, blocking.depth());
          // Steps and blocks end where blocks of a sum do, and none has parts of two groups.
          boolean whole = blocking.step() == k;
          assertThat(whole || blocking.step() % SumTree.BLOCK == 0).as(sizes).isTrue();
          assertThat(k <= SumTree.GROUP || SumTree.GROUP % blocking.step() == 0).as(sizes).isTrue();
          boolean all = blocking.depth() == k;
          assertThat(all || SumTree.GROUP % blocking.depth() == 0 || k <= SumTree.GROUP)
              .as(sizes)
              .isTrue();
        }
      }
    }
  }
}
