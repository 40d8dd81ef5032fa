// SPDX-License-Identifier: Apache-2.0
/**
 * Ops that rearrange elements and compute nothing: reshaping, repeating, slicing, concatenating.
 */
@NullMarked
package dev.adjoint.ops.op.shape;

import org.jspecify.annotations.NullMarked;
