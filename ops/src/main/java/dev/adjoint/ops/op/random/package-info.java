// SPDX-License-Identifier: Apache-2.0
/** Ops that make random numbers of a key: the same key and stream give the same numbers. */
@NullMarked
package dev.adjoint.ops.op.random;

import org.jspecify.annotations.NullMarked;
