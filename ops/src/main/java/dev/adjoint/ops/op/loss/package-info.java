// SPDX-License-Identifier: Apache-2.0
/** Losses that are ops of their own for accuracy: their parts would overflow or cancel. */
@NullMarked
package dev.adjoint.ops.op.loss;

import org.jspecify.annotations.NullMarked;
