// SPDX-License-Identifier: Apache-2.0
/** Tests of layers, losses, optimizers and training. */
@NullMarked
package dev.adjoint.nn;

import org.jspecify.annotations.NullMarked;
