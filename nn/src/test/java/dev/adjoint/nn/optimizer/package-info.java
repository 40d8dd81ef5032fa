// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.optimizer. */
@NullMarked
package dev.adjoint.nn.optimizer;

import org.jspecify.annotations.NullMarked;
