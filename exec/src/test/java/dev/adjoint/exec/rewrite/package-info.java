// SPDX-License-Identifier: Apache-2.0
/** Tests of the graph rewrites. */
@NullMarked
package dev.adjoint.exec.rewrite;

import org.jspecify.annotations.NullMarked;
