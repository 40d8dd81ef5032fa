// SPDX-License-Identifier: Apache-2.0
/**
 * Ops that slide a window over spatial axes: convolutions and pooling, the ops of their
 * derivatives, and Winograd's faster forms of convolutions. Tensors are {@code [batch, channels,
 * spatial…]}.
 */
@NullMarked
package dev.adjoint.ops.op.window;

import org.jspecify.annotations.NullMarked;
