// SPDX-License-Identifier: Apache-2.0
/**
 * The matrix product that reads and writes views in place, and {@code ReferenceProduct}, the oracle
 * of all products; {@code ReferenceSum} states the order of their sums.
 */
@NullMarked
package dev.adjoint.ops.kernel.product;

import org.jspecify.annotations.NullMarked;
