// SPDX-License-Identifier: Apache-2.0
/** Kernels that sort lines and search in sorted lines. */
@NullMarked
package dev.adjoint.ops.kernel.sort;

import org.jspecify.annotations.NullMarked;
