// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dev.adjoint.ops.kernel.winograd}. */
@NullMarked
package dev.adjoint.ops.kernel.winograd;

import org.jspecify.annotations.NullMarked;
