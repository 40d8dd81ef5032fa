// SPDX-License-Identifier: Apache-2.0
/** The mathematics: one record per operation, and the expression handle that people write. */
@NullMarked
package dev.adjoint.ops;

import org.jspecify.annotations.NullMarked;
