// SPDX-License-Identifier: Apache-2.0
/** Prefix scans: at each place of an axis what an op makes of all elements up to there. */
@NullMarked
package dev.adjoint.ops.op.prefix;

import org.jspecify.annotations.NullMarked;
