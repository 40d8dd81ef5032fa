// SPDX-License-Identifier: Apache-2.0
/**
 * Makes one step of several nodes: straight-line code of single numbers, loops of elementwise nodes
 * and reductions, a product with the loop over it, loops over the same rows.
 *
 * <p>A reduction runs in the loop that computes its operand, in the order that it has alone, so no
 * bit changes. Along a row it keeps its virtual lanes in vectors ({@link
 * dev.adjoint.exec.emit.LaneReduction}); rows reduce into one another without code of their own:
 * the row of partial results is an input and an output of the body. A loop may have reductions of
 * both kinds if they agree on the rows.
 */
@NullMarked
package dev.adjoint.exec.pass.fuse;

import org.jspecify.annotations.NullMarked;
