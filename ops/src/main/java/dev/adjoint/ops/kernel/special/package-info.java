// SPDX-License-Identifier: Apache-2.0
/** Special functions by series of a number of terms that depends on the argument. */
@NullMarked
package dev.adjoint.ops.kernel.special;

import org.jspecify.annotations.NullMarked;
