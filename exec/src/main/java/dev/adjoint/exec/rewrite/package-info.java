// SPDX-License-Identifier: Apache-2.0
/**
 * What every pass over graphs stands on: {@link dev.adjoint.exec.rewrite.GraphPass} is one, {@link
 * dev.adjoint.exec.rewrite.GraphRewriter} replaces nodes, {@link
 * dev.adjoint.exec.rewrite.GraphUses} counts readers, {@link dev.adjoint.exec.rewrite.ClusterOrder}
 * orders groups of nodes.
 */
@NullMarked
package dev.adjoint.exec.rewrite;

import org.jspecify.annotations.NullMarked;
