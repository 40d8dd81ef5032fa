// SPDX-License-Identifier: Apache-2.0
/** What kernels of convolution and pooling share: loops over elements of planes, scratch memory. */
@NullMarked
package dev.adjoint.ops.kernel.plane;

import org.jspecify.annotations.NullMarked;
