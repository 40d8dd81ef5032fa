// SPDX-License-Identifier: Apache-2.0
/**
 * The simplify stage, from graph to graph. {@link dev.adjoint.exec.rewrite.Rewrites#TABLE} lists
 * every rewrite: those of single nodes, whose rules stand together in one file a family, and those
 * of whole graphs, each a {@link dev.adjoint.exec.rewrite.GraphPass} in a file of its own. The few
 * ops that rewrites put into graphs stand beside them. Rules know kinds of op by their bodies, maps
 * and folds, no op by name.
 */
@NullMarked
package dev.adjoint.exec.rewrite;

import org.jspecify.annotations.NullMarked;
