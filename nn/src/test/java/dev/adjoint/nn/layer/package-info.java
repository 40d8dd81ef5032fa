// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.layer. */
@NullMarked
package dev.adjoint.nn.layer;

import org.jspecify.annotations.NullMarked;
