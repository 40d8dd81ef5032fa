// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import com.google.common.base.Preconditions;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Vertices of an acyclic graph, in disjoint sets that grow by union. A cluster is to become one
 * node; it is identified by the number of one of its vertices, which may change with each union.
 *
 * <p>Sets are trees with path halving, the smaller merged into the larger (Tarjan and van Leeuwen,
 * "Worst-case analysis of set union algorithms", 1984): all operations together take almost linear
 * time.
 */
public final class Clusters {
  private final int[][] needs;
  private final int[] parents;
  private final int[] sizes;

  /** For each vertex another one of its cluster: the members are a ring. */
  private final int[] next;

  private int count;

  /**
   * Creates clusters without a vertex.
   *
   * @param capacity how many vertices will be added
   */
  public Clusters(int capacity) {
    needs = new int[capacity][];
    parents = new int[capacity];
    sizes = new int[capacity];
    next = new int[capacity];
  }

  /**
   * Adds a vertex, a cluster of its own, and returns its number: how many there were before.
   *
   * @param needed the vertices that it needs, all added before
   */
  public int add(int... needed) {
    int vertex = count++;
    for (int other : needed) {
      Preconditions.checkElementIndex(other, vertex, "a vertex that is needed");
    }
    needs[vertex] = needed;
    parents[vertex] = vertex;
    sizes[vertex] = 1;
    next[vertex] = vertex;
    return vertex;
  }

  /** Returns the cluster of a vertex. */
  public int of(int vertex) {
    int root = vertex;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /** Merges the clusters of two vertices, without a check for cycles, and returns the result. */
  public int union(int a, int b) {
    int kept = of(a);
    int gone = of(b);
    if (kept == gone) {
      return kept;
    }
    if (sizes[kept] < sizes[gone]) {
      kept = gone;
      gone = of(a);
    }
    parents[gone] = kept;
    sizes[kept] += sizes[gone];
    int after = next[kept];
    next[kept] = next[gone];
    next[gone] = after;
    return kept;
  }

  /** Returns the vertices of a cluster, in the order in which they were added. */
  public int[] members(int cluster) {
    int[] members = new int[sizes[of(cluster)]];
    int member = cluster;
    for (int i = 0; i < members.length; i++) {
      members[i] = member;
      member = next[member];
    }
    Arrays.sort(members);
    return members;
  }

  /** Returns another vertex of the same cluster; repeated, it goes through all and comes back. */
  int next(int vertex) {
    return next[vertex];
  }

  /** Returns the vertices that a vertex needs. */
  int[] needs(int vertex) {
    return needs[vertex];
  }

  /**
   * Returns the clusters that some vertices need, each after those that it needs: depth first, in
   * the order of members and of the vertices that these need. No cluster may need itself through
   * others.
   */
  public int[] order(int... outputs) {
    int[] order = new int[count];
    int ordered = 0;
    boolean[] entered = new boolean[count];
    Deque<Visit> open = new ArrayDeque<>();
    for (int output : outputs) {
      enter(of(output), entered, open);
      while (!open.isEmpty()) {
        Visit visit = open.peek();
        if (visit.member == visit.members.length) {
          order[ordered++] = visit.cluster;
          open.pop();
        } else {
          visit.step(entered, open);
        }
      }
    }
    return Arrays.copyOf(order, ordered);
  }

  private void enter(int cluster, boolean[] entered, Deque<Visit> open) {
    if (!entered[cluster]) {
      entered[cluster] = true;
      open.push(new Visit(cluster, members(cluster)));
    }
  }

  /**
   * A cluster on the stack, with the position in its members and in the vertices that they need.
   */
  private final class Visit {
    final int cluster;
    final int[] members;
    int member;
    private int need;

    Visit(int cluster, int[] members) {
      this.cluster = cluster;
      this.members = members;
    }

    /** Moves to the next position. */
    void step(boolean[] entered, Deque<Visit> open) {
      int[] needed = needs[members[member]];
      if (need < needed.length) {
        enter(of(needed[need++]), entered, open);
      } else {
        member++;
        need = 0;
      }
    }
  }
}
