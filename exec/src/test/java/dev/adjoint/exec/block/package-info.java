// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code the package plan}. */
@NullMarked
package dev.adjoint.exec.block;

import org.jspecify.annotations.NullMarked;
