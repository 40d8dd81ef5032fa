// SPDX-License-Identifier: Apache-2.0
/** Helpers that reductions share. */
@NullMarked
package dev.adjoint.ops.kernel.reduce;

import org.jspecify.annotations.NullMarked;
