// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.layer.recurrent. */
@NullMarked
package dev.adjoint.nn.layer.recurrent;

import org.jspecify.annotations.NullMarked;
