// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class AcyclicClustersProperties {
  /** More edges than a search in a small graph ever comes to. */
  private static final int UNLIMITED = 1 << 20;

  /**
   * Adds vertices with joins between, as passes do.
   *
   * @param isExact whether every join is as a plain search says, not only those that are made
   */
  private static void addAndJoin(SplittableRandom random, int search, boolean isExact) {
    RandomVertices vertices = RandomVertices.of(random, 24);
    AcyclicClusters acyclic = new AcyclicClusters(vertices.size(), search);
    Clusters clusters = acyclic.clusters();
    for (int i = 0; i < vertices.size(); i++) {
      acyclic.add(vertices.needs()[i]);
      RandomVertices sofar = vertices.first(i + 1);
      for (int j = random.nextInt(4); j > 0; j--) {
        int a = random.nextInt(i + 1);
        int b = random.nextInt(i + 1);
        int gone = clusters.of(b);
        int kept = clusters.of(a);
        boolean isFree = !sofar.isCyclic(v -> clusters.of(v) == gone ? kept : clusters.of(v));
        boolean isMerged = acyclic.merge(a, b);
        assertThat(clusters.of(a) == clusters.of(b)).isEqualTo(isMerged);
        if (isExact || isMerged) {
          assertThat(isMerged).isEqualTo(isFree);
        }
      }
    }
    assertThat(vertices.isCyclic(clusters::of)).isFalse();
  }

  @Property(tries = 500)
  void whatIsMergedIsWhatMakesNoCircle(@ForAll long seed) {
    addAndJoin(new SplittableRandom(seed), UNLIMITED, true);
  }

  @Property(tries = 500)
  void aSearchThatIsCutOffOnlyJoinsLess(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    addAndJoin(random, random.nextInt(12), false);
  }

  @Example
  void whatStandsBetweenKeepsClustersApart() {
    AcyclicClusters acyclic = new AcyclicClusters(3, UNLIMITED);
    acyclic.add();
    acyclic.add(0);
    acyclic.add(0, 1);
    assertThat(acyclic.merge(0, 2)).isFalse();
    assertThat(acyclic.merge(2, 0)).isFalse();
    assertThat(acyclic.merge(1, 2)).isTrue();
    assertThat(acyclic.merge(0, 2)).isTrue();
    assertThat(acyclic.clusters().members(0)).containsExactly(0, 1, 2);
  }

  @Example
  void clustersThatWouldNeedEachOtherStayApart() {
    AcyclicClusters acyclic = new AcyclicClusters(4, UNLIMITED);
    acyclic.add();
    acyclic.add();
    acyclic.add(0);
    acyclic.add(1);
    assertThat(acyclic.merge(0, 3)).isTrue();
    assertThat(acyclic.merge(1, 2)).isFalse();
  }

  @Example
  void aClusterOfSeveralIsRaisedWithWhatItNeeds() {
    AcyclicClusters acyclic = new AcyclicClusters(6, UNLIMITED);
    acyclic.add();
    acyclic.add(0);
    acyclic.add(1);
    acyclic.merge(1, 2);
    acyclic.add();
    acyclic.add(3);
    acyclic.add(4);
    assertThat(acyclic.merge(0, 5)).isTrue();
    assertThat(acyclic.merge(3, 2)).isFalse();
  }

  @Example
  void aSearchEndsAfterTheEdgesItMayTake() {
    for (int search : new int[] {10, 11, 12, 13}) {
      AcyclicClusters acyclic = new AcyclicClusters(13, search);
      acyclic.add();
      acyclic.add();
      for (int i = 2; i < 13; i++) {
        acyclic.add(i - 1);
      }
      assertThat(acyclic.merge(0, 12)).as("%s edges", search).isEqualTo(search >= 11);
    }
  }
}
