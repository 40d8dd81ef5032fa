// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.layer.attention. */
@NullMarked
package dev.adjoint.nn.layer.attention;

import org.jspecify.annotations.NullMarked;
