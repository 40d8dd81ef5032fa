// SPDX-License-Identifier: Apache-2.0
/** Ops that fold axes into one number for each line: sums, means, extrema. */
@NullMarked
package dev.adjoint.ops.op.reduce;

import org.jspecify.annotations.NullMarked;
