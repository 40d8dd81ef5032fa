// SPDX-License-Identifier: Apache-2.0
/**
 * The basis of all passes over graphs, beside {@link dev.adjoint.graph.GraphRewriter}: {@link
 * dev.adjoint.exec.rewrite.GraphPass} is one, {@link dev.adjoint.exec.rewrite.GraphUses} counts
 * readers, {@link dev.adjoint.exec.rewrite.GraphOrder} numbers nodes. {@link
 * dev.adjoint.exec.rewrite.Clusters} are sets of nodes and their order, {@link
 * dev.adjoint.exec.rewrite.AcyclicClusters} are merged without creating a cycle, {@link
 * dev.adjoint.exec.rewrite.ClusterRewriter} makes one node of each.
 */
@NullMarked
package dev.adjoint.exec.rewrite;

import org.jspecify.annotations.NullMarked;
