// SPDX-License-Identifier: Apache-2.0
/** Kernels that bring lines into order, and look things up in them. */
@NullMarked
package dev.adjoint.ops.kernel.sort;

import org.jspecify.annotations.NullMarked;
