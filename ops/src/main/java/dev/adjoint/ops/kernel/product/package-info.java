// SPDX-License-Identifier: Apache-2.0
/**
 * Which views a product of matrices reads and writes in place, and {@code ReferenceProduct}, the
 * oracle of all products; {@code ReferenceSum} states the order of their sums.
 */
@NullMarked
package dev.adjoint.ops.kernel.product;

import org.jspecify.annotations.NullMarked;
