// SPDX-License-Identifier: Apache-2.0
/** The counter-based generator, and the kernels that fill tensors from it. */
@NullMarked
package dev.adjoint.ops.kernel.random;

import org.jspecify.annotations.NullMarked;
