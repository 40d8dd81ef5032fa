// SPDX-License-Identifier: Apache-2.0
/**
 * Ops that work element by element: arithmetic, comparison, elementary functions, conversion. Each
 * is its scalar body, and most derive their derivative from it.
 */
@NullMarked
package dev.adjoint.ops.op.elementwise;

import org.jspecify.annotations.NullMarked;
