// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a graph smaller. {@link dev.adjoint.exec.pass.simplify.Rewrites#TABLE} lists every rewrite:
 * those of single nodes, whose rules stand together in one file a family, and those of whole
 * graphs, each a {@link dev.adjoint.exec.rewrite.GraphPass} in a file of its own. Rules know kinds
 * of op by their bodies, maps and reductions, no op by name.
 */
@NullMarked
package dev.adjoint.exec.pass.simplify;

import org.jspecify.annotations.NullMarked;
