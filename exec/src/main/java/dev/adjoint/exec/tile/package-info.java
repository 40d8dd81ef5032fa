// SPDX-License-Identifier: Apache-2.0
/**
 * Properties of ops, beyond their kind, that the compiler uses: a {@link
 * dev.adjoint.exec.tile.TiledOp}, whose kernel gives away each tile of its output when it is
 * complete; a {@link dev.adjoint.exec.tile.MatrixProduct}, which the compiler may merge and
 * transpose; a {@link dev.adjoint.exec.tile.RowScatter} and a {@link
 * dev.adjoint.exec.tile.RowGather}, which work on each slice of a tensor by itself.
 */
@NullMarked
package dev.adjoint.exec.tile;

import org.jspecify.annotations.NullMarked;
