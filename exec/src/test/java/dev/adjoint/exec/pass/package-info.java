// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code the package pass}. */
@NullMarked
package dev.adjoint.exec.pass;

import org.jspecify.annotations.NullMarked;
