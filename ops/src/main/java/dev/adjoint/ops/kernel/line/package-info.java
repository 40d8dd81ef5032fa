// SPDX-License-Identifier: Apache-2.0
/** Kernels that work on one line along an axis at a time, in contiguous memory. */
@NullMarked
package dev.adjoint.ops.kernel.line;

import org.jspecify.annotations.NullMarked;
