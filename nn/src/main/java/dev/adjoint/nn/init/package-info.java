// SPDX-License-Identifier: Apache-2.0
/** How the first values of parameters are drawn: {@link dev.adjoint.nn.init.Initializer}. */
@NullMarked
package dev.adjoint.nn.init;

import org.jspecify.annotations.NullMarked;
