// SPDX-License-Identifier: Apache-2.0
/**
 * The built-in ops: one record, one file each, with its type rule, forward rule, vector-Jacobian
 * rule and proof. This folder's listing is the catalog. Users call {@link dev.adjoint.ops.Expr}.
 */
@NullMarked
package dev.adjoint.ops.op;

import org.jspecify.annotations.NullMarked;
