// SPDX-License-Identifier: Apache-2.0
/**
 * The kernels of Winograd's minimal filtering algorithm for convolution, and {@code
 * ReferenceWinograd}, the oracle that they are held to.
 */
@NullMarked
package dev.adjoint.ops.kernel.winograd;

import org.jspecify.annotations.NullMarked;
