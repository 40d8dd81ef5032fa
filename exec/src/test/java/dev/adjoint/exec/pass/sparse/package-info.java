// SPDX-License-Identifier: Apache-2.0
/** Tests of updates that touch few rows of a table. */
@NullMarked
package dev.adjoint.exec.pass.sparse;

import org.jspecify.annotations.NullMarked;
