// SPDX-License-Identifier: Apache-2.0
/** Tests of generated loops. */
@NullMarked
package dev.adjoint.exec.emit;

import org.jspecify.annotations.NullMarked;
