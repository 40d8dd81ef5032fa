// SPDX-License-Identifier: Apache-2.0
/** Ops that bring elements into order, and look things up in what is in order. */
@NullMarked
package dev.adjoint.ops.op.sort;

import org.jspecify.annotations.NullMarked;
