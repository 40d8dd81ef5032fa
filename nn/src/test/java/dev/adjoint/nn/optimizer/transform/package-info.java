// SPDX-License-Identifier: Apache-2.0
/** Tests of the transforms that optimizers are chains of. */
@NullMarked
package dev.adjoint.nn.optimizer.transform;

import org.jspecify.annotations.NullMarked;
