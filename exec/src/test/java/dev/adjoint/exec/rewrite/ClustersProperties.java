// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class ClustersProperties {
  private static Clusters clusters(RandomVertices vertices) {
    Clusters clusters = new Clusters(vertices.size());
    for (int[] needed : vertices.needs()) {
      clusters.add(needed);
    }
    return clusters;
  }

  @Property(tries = 300)
  void unionsAreThoseOfPlainLabels(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomVertices vertices = RandomVertices.of(random, 40);
    Clusters clusters = clusters(vertices);
    int[] labels = IntStream.range(0, vertices.size()).toArray();
    for (int u = random.nextInt(vertices.size()); u > 0; u--) {
      int a = random.nextInt(vertices.size());
      int b = random.nextInt(vertices.size());
      assertThat(clusters.union(a, b)).isEqualTo(clusters.of(a)).isEqualTo(clusters.of(b));
      int gone = labels[b];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = labels[i] == gone ? labels[a] : labels[i];
      }
    }
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i];
      int[] members = IntStream.range(0, labels.length).filter(m -> labels[m] == label).toArray();
      assertThat(clusters.members(i)).containsExactly(members);
      assertThat(clusters.members(clusters.of(i))).containsExactly(members);
    }
  }

  @Property(tries = 300)
  void theOrderHasWhatTheOutputsNeedOnceAndAfterWhatThatNeeds(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomVertices vertices = RandomVertices.of(random, 30);
    Clusters clusters = clusters(vertices);
    for (int u = random.nextInt(vertices.size()); u > 0; u--) {
      int a = random.nextInt(vertices.size());
      int b = random.nextInt(vertices.size());
      boolean isCyclic =
          vertices.isCyclic(
              v -> clusters.of(v) == clusters.of(b) ? clusters.of(a) : clusters.of(v));
      if (!isCyclic) {
        clusters.union(a, b);
      }
    }
    int[] outputs = random.ints(3, 0, vertices.size()).toArray();
    BitSet wanted = new BitSet();
    for (int output : outputs) {
      wanted.set(clusters.of(output));
      wanted.or(vertices.needed(clusters.of(output), clusters::of));
    }
    BitSet before = new BitSet();
    for (int cluster : clusters.order(outputs)) {
      assertThat(before.get(cluster)).as("%s comes twice", cluster).isFalse();
      BitSet needed = vertices.needed(cluster, clusters::of);
      needed.andNot(before);
      assertThat(needed.isEmpty()).as("%s comes before %s", cluster, needed).isTrue();
      before.set(cluster);
    }
    assertThat(before).isEqualTo(wanted);
  }

  @Example
  void theOrderIsDepthFirst() {
    Clusters clusters = new Clusters(5);
    clusters.add();
    clusters.add();
    clusters.add(0);
    clusters.add(1);
    clusters.add(3, 2);
    assertThat(clusters.order(4)).containsExactly(1, 3, 0, 2, 4);
  }

  @Example
  void aVertexNeedsOnlyThoseAddedBefore() {
    Clusters clusters = new Clusters(2);
    clusters.add();
    assertThatThrownBy(() -> clusters.add(1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("a vertex that is needed (1) must be less than size (1)");
  }

  @Example
  void aChainOfAMillionVerticesIsOrdered() {
    int length = 1_000_000;
    Clusters clusters = new Clusters(length);
    clusters.add();
    for (int i = 1; i < length; i++) {
      clusters.add(i - 1);
    }
    assertThat(clusters.order(length - 1)).isSorted().hasSize(length);
  }
}
