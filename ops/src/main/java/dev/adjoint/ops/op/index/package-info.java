// SPDX-License-Identifier: Apache-2.0
/** Ops with inputs of indices: the elements that they read or write are known only in a run. */
@NullMarked
package dev.adjoint.ops.op.index;

import org.jspecify.annotations.NullMarked;
