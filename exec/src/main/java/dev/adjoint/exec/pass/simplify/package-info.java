// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a graph smaller. {@link dev.adjoint.exec.pass.simplify.Rewrites#TABLE} lists the rules for
 * single nodes, which stand together in one file a family; those for whole graphs are each a {@link
 * dev.adjoint.exec.rewrite.GraphPass} in a file of its own. Rules know kinds of op by their bodies,
 * maps and reductions, no op by name.
 */
@NullMarked
package dev.adjoint.exec.pass.simplify;

import org.jspecify.annotations.NullMarked;
