// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code the package loop}. */
@NullMarked
package dev.adjoint.exec.loop;

import org.jspecify.annotations.NullMarked;
