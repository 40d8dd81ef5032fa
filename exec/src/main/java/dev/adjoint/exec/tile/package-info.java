// SPDX-License-Identifier: Apache-2.0
/**
 * What an op may be to the compiler beyond its kind: a {@link dev.adjoint.exec.tile.TiledOp}, whose
 * kernel gives away each tile of its output when it is complete, and a {@link
 * dev.adjoint.exec.tile.MatrixProduct}, which the compiler may merge and transpose.
 */
@NullMarked
package dev.adjoint.exec.tile;

import org.jspecify.annotations.NullMarked;
