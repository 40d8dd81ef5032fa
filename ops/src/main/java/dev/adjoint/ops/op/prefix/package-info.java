// SPDX-License-Identifier: Apache-2.0
/** Prefix scans: at each position of an axis the reduction of all elements up to there. */
@NullMarked
package dev.adjoint.ops.op.prefix;

import org.jspecify.annotations.NullMarked;
