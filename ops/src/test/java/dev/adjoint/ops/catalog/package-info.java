// SPDX-License-Identifier: Apache-2.0
/** Tests of the catalog and of what samples draw. */
@NullMarked
package dev.adjoint.ops.catalog;

import org.jspecify.annotations.NullMarked;
