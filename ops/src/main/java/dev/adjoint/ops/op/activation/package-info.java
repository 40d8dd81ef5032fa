// SPDX-License-Identifier: Apache-2.0
/** Activations of neural networks: elementwise, and normalising along an axis. */
@NullMarked
package dev.adjoint.ops.op.activation;

import org.jspecify.annotations.NullMarked;
