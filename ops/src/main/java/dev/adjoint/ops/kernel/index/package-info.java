// SPDX-License-Identifier: Apache-2.0
/** Kernels that write at the positions given by indices. */
@NullMarked
package dev.adjoint.ops.kernel.index;

import org.jspecify.annotations.NullMarked;
