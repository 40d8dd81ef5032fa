// SPDX-License-Identifier: Apache-2.0
/**
 * What several built-in ops share and users do not need: the sizes and kernels of convolution and
 * pooling, and the counter-based random generator.
 */
@NullMarked
package dev.adjoint.ops.support;

import org.jspecify.annotations.NullMarked;
