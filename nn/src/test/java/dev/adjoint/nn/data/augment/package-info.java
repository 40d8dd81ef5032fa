// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dev.adjoint.nn.data.augment}. */
@NullMarked
package dev.adjoint.nn.data.augment;

import org.jspecify.annotations.NullMarked;
