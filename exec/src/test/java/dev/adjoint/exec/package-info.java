// SPDX-License-Identifier: Apache-2.0
/** Tests of the compiler and of what it compiles to. */
@NullMarked
package dev.adjoint.exec;

import org.jspecify.annotations.NullMarked;
