// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * A random acyclic graph, and what there is to know of clusters of its vertices by a plain search.
 *
 * @param needs for each vertex those that it needs, all before it
 */
record RandomVertices(int[][] needs) {
  /** Returns a graph that is the same for the same random numbers; some vertices have no need. */
  static RandomVertices of(SplittableRandom random, int most) {
    int[][] needs = new int[1 + random.nextInt(most)][];
    int near = 1 + random.nextInt(most);
    for (int i = 0; i < needs.length; i++) {
      needs[i] = new int[i == 0 ? 0 : random.nextInt(4)];
      for (int n = 0; n < needs[i].length; n++) {
        needs[i][n] = Math.max(0, i - 1 - random.nextInt(near));
      }
    }
    return new RandomVertices(needs);
  }

  /** Returns the graph of the first vertices. */
  RandomVertices first(int count) {
    return new RandomVertices(Arrays.copyOf(needs, count));
  }

  int size() {
    return needs.length;
  }

  /** Returns the clusters that a cluster needs in a step or more; itself if it is in a circle. */
  BitSet needed(int cluster, IntUnaryOperator clusters) {
    BitSet needed = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(cluster);
    while (!open.isEmpty()) {
      int from = open.remove();
      for (int i = 0; i < size(); i++) {
        if (clusters.applyAsInt(i) == from) {
          for (int need : needs[i]) {
            int to = clusters.applyAsInt(need);
            if (to != from && !needed.get(to)) {
              needed.set(to);
              open.add(to);
            }
          }
        }
      }
    }
    return needed;
  }

  /** Returns whether some cluster needs itself through others. */
  boolean isCyclic(IntUnaryOperator clusters) {
    for (int i = 0; i < size(); i++) {
      int cluster = clusters.applyAsInt(i);
      if (needed(cluster, clusters).get(cluster)) {
        return true;
      }
    }
    return false;
  }
}
