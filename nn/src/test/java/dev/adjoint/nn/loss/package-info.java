// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.loss. */
@NullMarked
package dev.adjoint.nn.loss;

import org.jspecify.annotations.NullMarked;
