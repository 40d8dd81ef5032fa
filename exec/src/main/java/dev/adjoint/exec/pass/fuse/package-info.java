// SPDX-License-Identifier: Apache-2.0
/**
 * Makes one step of what several nodes compute: straight-line code of single numbers, loops of
 * elementwise nodes and reductions, a product with the loop over it, loops over the same rows.
 */
@NullMarked
package dev.adjoint.exec.pass.fuse;

import org.jspecify.annotations.NullMarked;
