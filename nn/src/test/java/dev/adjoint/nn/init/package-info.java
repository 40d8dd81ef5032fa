// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.init. */
@NullMarked
package dev.adjoint.nn.init;

import org.jspecify.annotations.NullMarked;
