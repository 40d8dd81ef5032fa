// SPDX-License-Identifier: Apache-2.0
/** The kernels of pooling, and {@code ReferencePool}, the oracle that they are held to. */
@NullMarked
package dev.adjoint.ops.kernel.pool;

import org.jspecify.annotations.NullMarked;
