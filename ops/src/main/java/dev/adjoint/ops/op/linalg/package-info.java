// SPDX-License-Identifier: Apache-2.0
/** Ops on matrices, which are the last two axes; axes before them are a batch. */
@NullMarked
package dev.adjoint.ops.op.linalg;

import org.jspecify.annotations.NullMarked;
