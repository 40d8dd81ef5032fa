// SPDX-License-Identifier: Apache-2.0
/** Ops that sort elements and search in sorted ones. */
@NullMarked
package dev.adjoint.ops.op.sort;

import org.jspecify.annotations.NullMarked;
