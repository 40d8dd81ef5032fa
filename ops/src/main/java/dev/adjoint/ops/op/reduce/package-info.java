// SPDX-License-Identifier: Apache-2.0
/** Ops that reduce axes to one number for each line: sums, means, extrema. */
@NullMarked
package dev.adjoint.ops.op.reduce;

import org.jspecify.annotations.NullMarked;
