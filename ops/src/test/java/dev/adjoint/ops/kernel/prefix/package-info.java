// SPDX-License-Identifier: Apache-2.0
/** Tests of the kernels of prefix scans. */
@NullMarked
package dev.adjoint.ops.kernel.prefix;

import org.jspecify.annotations.NullMarked;
