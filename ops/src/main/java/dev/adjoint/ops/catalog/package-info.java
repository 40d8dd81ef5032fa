// SPDX-License-Identifier: Apache-2.0
/**
 * The list of built-in ops, and the test data of each: samples, and inputs that are errors.
 *
 * <ul>
 *   <li>{@link dev.adjoint.ops.catalog.OpCatalog} lists the ops.
 *   <li>{@link dev.adjoint.ops.catalog.OpInfo} is the test data in each op's file: samples, and
 *       error inputs with their messages.
 *   <li>{@link dev.adjoint.ops.catalog.Sample} is an op with an {@link dev.adjoint.ops.catalog.Arg}
 *       for each input, which draws it: real numbers, indices, matrices of some {@link
 *       dev.adjoint.ops.catalog.Structure}. {@link dev.adjoint.ops.catalog.Samples} has those of
 *       elementwise ops.
 * </ul>
 */
@NullMarked
package dev.adjoint.ops.catalog;

import org.jspecify.annotations.NullMarked;
