// SPDX-License-Identifier: Apache-2.0
/** Tests of the counter-based generator. */
@NullMarked
package dev.adjoint.ops.kernel.random;

import org.jspecify.annotations.NullMarked;
