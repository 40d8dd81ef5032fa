// SPDX-License-Identifier: Apache-2.0
/** Ops that arrange elements and compute nothing: reshaping, repeating, cutting, joining. */
@NullMarked
package dev.adjoint.ops.op.shape;

import org.jspecify.annotations.NullMarked;
