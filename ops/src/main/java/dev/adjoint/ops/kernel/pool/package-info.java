// SPDX-License-Identifier: Apache-2.0
/**
 * The kernels of pooling, and {@code ReferencePool}, their oracle.
 *
 * <p>A pooling is a loop kernel with an input for each tap ({@code PoolLoop}). The elements under a
 * tap at neighbouring output positions lie a stride apart in the plane, or in a copy of it if there
 * is padding ({@code PoolWindow}); the loop assembles a vector from two or more. Rows are short, so
 * vectors are no wider than a row, and the last one of a row may overlap the one before.
 */
@NullMarked
package dev.adjoint.ops.kernel.pool;

import org.jspecify.annotations.NullMarked;
