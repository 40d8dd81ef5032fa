// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import org.jspecify.annotations.Nullable;

/**
 * A set of nodes that only grows. It keeps their hashes, unlike the identity map of the JDK, which
 * goes back to every node for them whenever it grows: for large graphs that is most of the time.
 */
final class NodeSet {
  private @Nullable Node[] nodes = new Node[64];
  private int[] hashes = new int[nodes.length];
  private int size;

  /** Adds a node and returns whether it was not there. */
  boolean add(Node node) {
    int hash = node.hashCode();
    int mask = nodes.length - 1;
    int at = spread(hash) & mask;
    for (Node other = nodes[at]; other != null; other = nodes[at]) {
      if (other == node) {
        return false;
      }
      at = (at + 1) & mask;
    }
    nodes[at] = node;
    hashes[at] = hash;
    if (2 * ++size > nodes.length) {
      grow();
    }
    return true;
  }

  private static int spread(int hash) {
    return hash ^ hash >>> 15;
  }

  private void grow() {
    @Nullable Node[] old = nodes;
    int[] oldHashes = hashes;
    nodes = new Node[2 * old.length];
    hashes = new int[nodes.length];
    int mask = nodes.length - 1;
    for (int i = 0; i < old.length; i++) {
      if (old[i] != null) {
        int at = spread(oldHashes[i]) & mask;
        while (nodes[at] != null) {
          at = (at + 1) & mask;
        }
        nodes[at] = old[i];
        hashes[at] = oldHashes[i];
      }
    }
  }
}
