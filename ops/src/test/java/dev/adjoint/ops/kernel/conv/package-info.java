// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dev.adjoint.ops.kernel.conv}. */
@NullMarked
package dev.adjoint.ops.kernel.conv;

import org.jspecify.annotations.NullMarked;
