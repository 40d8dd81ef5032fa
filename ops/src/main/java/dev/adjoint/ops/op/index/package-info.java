// SPDX-License-Identifier: Apache-2.0
/** Ops whose inputs include indices: what they read or write is known only at the run. */
@NullMarked
package dev.adjoint.ops.op.index;

import org.jspecify.annotations.NullMarked;
