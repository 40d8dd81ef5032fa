// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dev.adjoint.nn.data.prepare}. */
@NullMarked
package dev.adjoint.nn.data.prepare;

import org.jspecify.annotations.NullMarked;
