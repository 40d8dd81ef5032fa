// SPDX-License-Identifier: Apache-2.0
/**
 * Loops over elements of planes and scratch memory, which kernels of convolution and pooling share.
 */
@NullMarked
package dev.adjoint.ops.kernel.plane;

import org.jspecify.annotations.NullMarked;
