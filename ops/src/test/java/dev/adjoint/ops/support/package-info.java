// SPDX-License-Identifier: Apache-2.0
/** Tests of what the kernels of several ops share. */
@NullMarked
package dev.adjoint.ops.support;

import org.jspecify.annotations.NullMarked;
