// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.train. */
@NullMarked
package dev.adjoint.nn.train;

import org.jspecify.annotations.NullMarked;
