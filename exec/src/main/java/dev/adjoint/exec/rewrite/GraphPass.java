// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import dev.adjoint.graph.Graph;

/**
 * Rewrites a graph into one that computes the same values from the same inputs. Takes time linear
 * in the graph's size and decides by the graph alone.
 */
@FunctionalInterface
public interface GraphPass {
  /** Returns the rewritten graph; the same one if there is nothing to do. */
  Graph apply(Graph graph);
}
