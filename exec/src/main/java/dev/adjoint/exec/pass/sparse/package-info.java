// SPDX-License-Identifier: Apache-2.0
/**
 * Computes new values of a table only on the rows that change. {@code RowRegions} finds the nodes
 * that work on each row by itself, {@code UnselectedRows} what becomes of rows that no index
 * selects, {@code SelectedRows} the same nodes on the other rows; {@link
 * dev.adjoint.exec.pass.sparse.SparseUpdates} is the pass.
 */
@NullMarked
package dev.adjoint.exec.pass.sparse;

import org.jspecify.annotations.NullMarked;
