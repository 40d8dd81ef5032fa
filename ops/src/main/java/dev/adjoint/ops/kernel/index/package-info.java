// SPDX-License-Identifier: Apache-2.0
/** Kernels that write where indices say. */
@NullMarked
package dev.adjoint.ops.kernel.index;

import org.jspecify.annotations.NullMarked;
