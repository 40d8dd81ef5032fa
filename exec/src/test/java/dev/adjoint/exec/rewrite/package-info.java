// SPDX-License-Identifier: Apache-2.0
/** Tests of what passes over graphs stand on. */
@NullMarked
package dev.adjoint.exec.rewrite;

import org.jspecify.annotations.NullMarked;
