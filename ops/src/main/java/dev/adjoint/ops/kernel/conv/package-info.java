// SPDX-License-Identifier: Apache-2.0
/** The kernels of convolution, and {@code ReferenceConv}, the oracle that they are held to. */
@NullMarked
package dev.adjoint.ops.kernel.conv;

import org.jspecify.annotations.NullMarked;
