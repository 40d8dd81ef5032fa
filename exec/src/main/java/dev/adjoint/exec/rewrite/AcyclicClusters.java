// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@link Clusters} that are merged only if no cycle arises: if another cluster needs one of the two
 * and is needed by the other, merging them would create one.
 *
 * <p>Every cluster has a level above those of all clusters that it needs, so that a search skips
 * clusters too low to need the target. A search that exceeds a number of edges counts as a cycle,
 * so a merge takes constant time.
 */
public final class AcyclicClusters {
  private final Clusters clusters;
  private final int search;
  private final int[] levels;

  /** For each cluster the search that last came to it. */
  private final int[] visited;

  private int searches;

  /**
   * For each vertex the last edge to one that needs it, for each edge the one before; −1 if none.
   */
  private final int[] lastEdge;

  private int[] edgeBefore = new int[16];
  private int[] readers = new int[16];
  private int edges;

  /**
   * Creates clusters without a vertex.
   *
   * @param capacity how many vertices will be added
   * @param search after how many edges to give up a search
   */
  public AcyclicClusters(int capacity, int search) {
    this.clusters = new Clusters(capacity);
    this.search = search;
    this.levels = new int[capacity];
    this.visited = new int[capacity];
    this.lastEdge = new int[capacity];
    Arrays.fill(lastEdge, -1);
  }

  /** Returns the clusters, to be merged here alone. */
  public Clusters clusters() {
    return clusters;
  }

  /**
   * Adds a vertex, a cluster of its own, and returns its number: how many there were before.
   *
   * @param needed the vertices that it needs, all added before
   */
  public int add(int... needed) {
    int vertex = clusters.add(needed);
    for (int other : needed) {
      if (edges == readers.length) {
        edgeBefore = Arrays.copyOf(edgeBefore, 2 * edges);
        readers = Arrays.copyOf(readers, 2 * edges);
      }
      edgeBefore[edges] = lastEdge[other];
      readers[edges] = vertex;
      lastEdge[other] = edges++;
      levels[vertex] = Math.max(levels[vertex], levels[clusters.of(other)] + 1);
    }
    return vertex;
  }

  /**
   * Merges the clusters of two vertices and returns true. Does nothing and returns false if this
   * would create a cycle, or if the search for one takes too long.
   */
  public boolean merge(int a, int b) {
    int one = clusters.of(a);
    int other = clusters.of(b);
    if (one == other) {
      return true;
    }
    if (standsBetween(one, other) || standsBetween(other, one) || !raise(one, other)) {
      return false;
    }
    int level = levels[one];
    levels[clusters.union(one, other)] = level;
    return true;
  }

  /** Returns whether a cluster needs {@code above} and is needed by {@code below}, or may be. */
  private boolean standsBetween(int above, int below) {
    if (levels[below] <= levels[above]) {
      return false;
    }
    int now = ++searches;
    int budget = search;
    Deque<Integer> open = new ArrayDeque<>();
    visited[below] = now;
    open.push(below);
    while (!open.isEmpty()) {
      int cluster = open.pop();
      int member = cluster;
      do {
        for (int need : clusters.needs(member)) {
          int needed = clusters.of(need);
          if (needed == above && cluster != below || --budget < 0) {
            return true;
          }
          if (visited[needed] != now && levels[needed] > levels[above]) {
            visited[needed] = now;
            open.push(needed);
          }
        }
        member = clusters.next(member);
      } while (member != cluster);
    }
    return false;
  }

  /**
   * Gives two clusters that are about to be merged one level, and raises those of all clusters that
   * need them. Does nothing and returns false if these are too many.
   */
  private boolean raise(int a, int b) {
    int level = Math.max(levelWithout(a, b), levelWithout(b, a));
    Map<Integer, Integer> raised = new LinkedHashMap<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (int cluster : new int[] {a, b}) {
      raised.put(cluster, level);
      if (levels[cluster] < level) {
        open.push(cluster);
      }
    }
    int budget = search;
    while (!open.isEmpty()) {
      int cluster = open.pop();
      int above = raised.getOrDefault(cluster, levels[cluster]) + 1;
      int member = cluster;
      do {
        for (int edge = lastEdge[member]; edge >= 0; edge = edgeBefore[edge]) {
          int reader = clusters.of(readers[edge]);
          if (--budget < 0) {
            return false;
          }
          if (reader != a
              && reader != b
              && reader != cluster
              && raised.getOrDefault(reader, levels[reader]) < above) {
            raised.put(reader, above);
            open.push(reader);
          }
        }
        member = clusters.next(member);
      } while (member != cluster);
    }
    for (var to : raised.entrySet()) {
      levels[to.getKey()] = to.getValue();
    }
    return true;
  }

  /** Returns the level of a cluster if it did not need another. */
  private int levelWithout(int cluster, int other) {
    if (levels[cluster] <= levels[other]) {
      return levels[cluster];
    }
    int level = 0;
    int member = cluster;
    do {
      for (int need : clusters.needs(member)) {
        int needed = clusters.of(need);
        if (needed != other && needed != cluster) {
          level = Math.max(level, levels[needed] + 1);
        }
      }
      member = clusters.next(member);
    } while (member != cluster);
    return level;
  }
}
