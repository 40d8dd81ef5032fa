// SPDX-License-Identifier: Apache-2.0
/** Tests of what generated classes have in common. */
@NullMarked
package dev.adjoint.exec.bytecode;

import org.jspecify.annotations.NullMarked;
