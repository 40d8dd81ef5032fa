// SPDX-License-Identifier: Apache-2.0
/** Kernels that carry a result along each line, from one element to the next. */
@NullMarked
package dev.adjoint.ops.kernel.prefix;

import org.jspecify.annotations.NullMarked;
