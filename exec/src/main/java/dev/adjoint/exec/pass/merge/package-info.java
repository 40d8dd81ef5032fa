// SPDX-License-Identifier: Apache-2.0
/**
 * Does at once what a graph does in several nodes: sums and products that share an operand become
 * one, parts are read from a whole, weights are packed once, and what works on rows that do not
 * depend on each other is cut into pieces that run side by side.
 */
@NullMarked
package dev.adjoint.exec.pass.merge;

import org.jspecify.annotations.NullMarked;
